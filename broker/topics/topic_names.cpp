#include "broker/topics/topic_names.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/utf8.hpp"

namespace dogear::broker {
namespace {

constexpr std::size_t length_max = 249;

bool is_legal(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '_' || c == '-';
}

std::string why_illegal(std::string_view name) {
  if (name.empty()) return "the empty string is not allowed";
  if (name == "." || name == "..") return fmt::format("'{}' is not allowed", name);
  if (utf16_length(name) > length_max)
    return fmt::format("the length of '{}' is longer than the max allowed length {}", name,
                       length_max);
  return fmt::format(
      "'{}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'",
      name);
}

}  // namespace

bool is_legal_topic_name(std::string_view name) {
  return !name.empty() && name.size() <= length_max && name != "." && name != ".." &&
         std::all_of(name.begin(), name.end(), is_legal);
}

std::string illegal_name_message(std::string_view name) {
  return "Topic name is invalid: " + why_illegal(name);
}

}  // namespace dogear::broker
