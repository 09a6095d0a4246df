#include "server/ctl_words.hpp"

#include <algorithm>
#include <cctype>

#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "server/did_you_mean.hpp"
#include "server/option_sources.hpp"

namespace dogear::server {
namespace {

namespace json = boost::json;
using broker::control::Verb;

[[noreturn]] void refuse_word(std::string_view what, std::string_view word,
                              const std::vector<std::string_view>& words) {
  throw BadOption(fmt::format("there is no {} {}{}", what, word, did_you_mean(word, words)));
}

std::vector<std::string_view> operands_of(const Verb& verb) {
  std::vector<std::string_view> operands;
  for (auto rest = verb.operands; !rest.empty();) {
    const auto size = std::min(rest.find(' '), rest.size());
    operands.push_back(rest.substr(0, size));
    rest.remove_prefix(std::min(size + 1, rest.size()));
  }
  return operands;
}

// How the verb is called: groups committed [GROUP [TOPIC]].
std::string called(const Verb& verb) {
  auto text = fmt::format("{} {}", verb.noun, verb.name);
  const auto operands = operands_of(verb);
  for (const auto operand : operands) {
    text += " [";
    for (const auto c : operand)
      text += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return text + std::string(operands.size(), ']');
}

json::value value_of(const std::string& text) {
  boost::system::error_code error;
  auto value = json::parse(text, error);
  return error ? json::value(text) : value;
}

class RequestBuilder {
 public:
  explicit RequestBuilder(const Verb& verb) : verb_(verb), operands_(operands_of(verb)) {}

  void add(const std::string& word) {
    const auto equals = word.find('=');
    if (word.starts_with('{')) return add_object(word);
    if (equals != std::string::npos && equals > 0)
      return put(word.substr(0, equals), value_of(word.substr(equals + 1)));
    if (next_ == operands_.size())
      throw BadOption(
          fmt::format("unexpected argument {}: {} takes KEY=VALUE", word, called(verb_)));
    put(operands_[next_++], value_of(word));
  }
  json::object finish() { return std::move(request_); }

 private:
  void add_object(const std::string& text) {
    boost::system::error_code error;
    const auto value = json::parse(text, error);
    if (error) throw BadOption(fmt::format("{} is not JSON: {}", text, error.message()));
    for (const auto& member : value.as_object()) put(member.key(), member.value());
  }
  void put(std::string_view name, json::value value) {
    if (!request_.emplace(name, std::move(value)).second)
      throw BadOption(fmt::format("{} is given twice", name));
  }

  const Verb& verb_;
  std::vector<std::string_view> operands_;
  std::size_t next_ = 0;
  json::object request_;
};

}  // namespace

std::vector<std::string_view> nouns_of_verbs() {
  std::vector<std::string_view> nouns;
  for (const auto* verb : broker::control::verbs())
    if (nouns.empty() || nouns.back() != verb->noun) nouns.push_back(verb->noun);
  return nouns;
}

std::vector<std::string_view> verbs_of(std::string_view noun) {
  std::vector<std::string_view> names;
  for (const auto* verb : broker::control::verbs())
    if (verb->noun == noun) names.push_back(verb->name);
  return names;
}

std::string list_of_verbs(std::string_view noun) {
  if (!noun.empty() && verbs_of(noun).empty()) refuse_word("noun", noun, nouns_of_verbs());
  std::string text;
  for (const auto* verb : broker::control::verbs()) {
    if (!noun.empty() && verb->noun != noun) continue;
    const auto name = called(*verb);
    text += fmt::format("{}\n    {}\n", name, verb->help);
  }
  return text;
}

std::string help_of(const Verb& verb) {
  return fmt::format("dogear ctl {} [KEY=VALUE | JSON]...\n\n{}\n\nTakes {}.\n\nGives {}.\n",
                     called(verb), verb.help, verb.takes, verb.gives);
}

const Verb& verb_named(std::string_view noun, std::string_view name) {
  const auto* verb = broker::control::find_verb(noun, name);
  if (verb) return *verb;
  const auto names = verbs_of(noun);
  if (names.empty()) refuse_word("noun", noun, nouns_of_verbs());
  refuse_word(fmt::format("verb {}", noun), name, names);
}

json::object request_from(const Verb& verb, const std::vector<std::string>& words) {
  RequestBuilder request(verb);
  for (const auto& word : words) request.add(word);
  return request.finish();
}

}  // namespace dogear::server
