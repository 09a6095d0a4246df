#include "server/properties.hpp"

#include <charconv>
#include <cstdint>

namespace dogear::server {
namespace {

constexpr std::string_view blanks = " \t\f";

void skip_blanks(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
}

std::string_view take_line(std::string_view& text) {
  const auto end = text.find('\n');
  auto line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool goes_on(std::string_view line) {
  const auto last = line.find_last_not_of('\\');
  const auto backslashes = line.size() - (last == std::string_view::npos ? 0 : last + 1);
  return backslashes % 2 == 1;
}

void append_utf8(std::string& text, std::uint32_t character) {
  const auto tail = [&](int shift) {
    return static_cast<char>(0x80U | ((character >> shift) & 0x3FU));
  };
  if (character < 0x80) {
    text += static_cast<char>(character);
  } else if (character < 0x800) {
    text += static_cast<char>(0xC0U | (character >> 6));
    text += tail(0);
  } else {
    text += static_cast<char>(0xE0U | (character >> 12));
    text += tail(6);
    text += tail(0);
  }
}

// Appends the character that a backslash and the start of `text` stand for, and removes that start.
void take_escaped(std::string_view& text, std::string& to) {
  constexpr std::string_view letters = "tnrf", characters = "\t\n\r\f";
  constexpr std::size_t digits = 4;
  const char c = text.front();
  text.remove_prefix(1);
  if (const auto letter = letters.find(c); letter != std::string_view::npos) {
    to += characters[letter];
    return;
  }
  std::uint32_t character = 0;
  const auto* end = text.data() + std::min(text.size(), digits);
  const auto [stop, error] = std::from_chars(text.data(), end, character, 16);
  if (c != 'u' || text.size() < digits || error != std::errc{} || stop != end) {
    to += c;
    return;
  }
  text.remove_prefix(digits);
  append_utf8(to, character);
}

// The text up to one of `ends` without a backslash before it.
std::string take_text(std::string_view& line, std::string_view ends) {
  std::string text;
  while (!line.empty() && ends.find(line.front()) == std::string_view::npos) {
    const char c = line.front();
    line.remove_prefix(1);
    if (c != '\\')
      text += c;
    else if (!line.empty())
      take_escaped(line, text);
  }
  return text;
}

}  // namespace

std::vector<Property> parse_properties(std::string_view text) {
  std::vector<Property> properties;
  for (int number = 1; !text.empty(); ++number) {
    auto first = take_line(text);
    skip_blanks(first);
    if (first.empty() || first.starts_with('#') || first.starts_with('!')) continue;
    const auto begin = number;
    std::string whole(first);
    while (goes_on(whole) && !text.empty()) {
      auto next = take_line(text);
      skip_blanks(next);
      whole.pop_back();
      whole += next;
      ++number;
    }
    std::string_view line = whole;
    auto name = take_text(line, "=: \t\f");
    skip_blanks(line);
    if (line.starts_with('=') || line.starts_with(':')) line.remove_prefix(1);
    skip_blanks(line);
    properties.push_back({begin, std::move(name), take_text(line, "")});
  }
  return properties;
}

}  // namespace dogear::server
