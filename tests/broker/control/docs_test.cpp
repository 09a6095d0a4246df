// docs/control.md has every verb as its row in the table tells it:
//
//   DOGEAR_REWRITE_DOCS=1 build/release/tests/broker_tests --gtest_filter='ControlDocs.*'
//
// brings it up to date.
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "broker/control/verb.hpp"

namespace dogear::broker::control {
namespace {

constexpr const char* file = DOGEAR_SOURCE_DIR "/docs/control.md";
constexpr std::string_view begin = "<!-- The verbs, from their tables. -->\n";
constexpr std::string_view end = "<!-- So far from their tables. -->\n";

std::string text_of_file() {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// `group topic` is GROUP TOPIC.
std::string placeholders(std::string_view operands) {
  std::string text;
  for (const auto c : operands)
    text += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text.empty() ? "" : " " + text;
}

// Lines of at most 120 characters, the later ones indented.
std::string wrapped(const std::string& item) {
  constexpr std::size_t width = 120;
  std::string text, line;
  for (std::size_t at = 0; at <= item.size();) {
    const auto next = std::min(item.find(' ', at), item.size());
    const auto word = item.substr(at, next - at);
    if (line.size() + 1 + word.size() > width) {
      text += line + "\n";
      line = " ";
    }
    line += (at == 0 ? "" : " ") + word;
    at = next + 1;
  }
  return text + line + "\n";
}

std::string told(const Verb& verb) {
  return wrapped(fmt::format("`{}/{}`{}: {}", verb.noun, verb.name,
                             verb.effect == Effect::reads ? " (GET, too)" : "", verb.help)) +
         fmt::format("\n- `dogear ctl {} {}{}`\n", verb.noun, verb.name,
                     placeholders(verb.operands)) +
         wrapped(fmt::format("- takes {}", verb.takes)) +
         wrapped(fmt::format("- gives {}", verb.gives)) + "\n";
}

std::string all_verbs() {
  std::string text, noun;
  for (const auto* verb : verbs()) {
    if (noun != verb->noun) text += fmt::format("### {}\n\n", noun = verb->noun);
    text += told(*verb);
  }
  return text;
}

TEST(ControlDocs, TellEveryVerbAsItsTableDoes) {
  const auto text = text_of_file();
  const auto from = text.find(begin) + begin.size();
  const auto to = text.find(end);
  ASSERT_LE(from, to) << file;
  const auto wanted = text.substr(0, from) + "\n" + all_verbs() + text.substr(to);
  if (std::getenv("DOGEAR_REWRITE_DOCS")) std::ofstream(file) << wanted;
  EXPECT_TRUE(text_of_file() == wanted)
      << "DOGEAR_REWRITE_DOCS=1 build/release/tests/broker_tests --gtest_filter='ControlDocs.*' "
         "brings "
      << file << " up to date";
}

}  // namespace
}  // namespace dogear::broker::control
