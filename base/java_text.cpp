#include "base/java_text.hpp"

#include <charconv>
#include <cmath>
#include <limits>
#include <locale.h>
#include <stdlib.h>

#include <fmt/format.h>

namespace dogear::java {
namespace {

// Only the characters of a decimal number, or of a hexadecimal one, which must have an exponent:
// "0x1.8p-1".
bool may_be_double(std::string_view number) {
  if (!number.starts_with("0x") && !number.starts_with("0X"))
    return number.find_first_not_of("0123456789.eE+-") == std::string_view::npos;
  number.remove_prefix(2);
  return number.find_first_of("pP") != std::string_view::npos &&
         number.find_first_not_of("0123456789abcdefABCDEF.pP+-") == std::string_view::npos;
}

// strtod() would expect a comma where the process that runs the broker has set such a locale.
std::optional<double> to_double(const std::string& number) {
  static const auto c_locale = newlocale(LC_ALL_MASK, "C", nullptr);
  char* end = nullptr;
  const double value = strtod_l(number.c_str(), &end, c_locale);
  return end == number.c_str() + number.size() ? std::optional(value) : std::nullopt;
}

// Such as 1.5E-4: as many digits as it takes to read the number back, two at least; an exponent
// without plus sign and zeros. (std::to_chars() would do, but brings tables of 200 KB.)
std::string scientific(double number) {
  std::string text;
  for (int digits = 1; text.empty() || to_double(text) != number; ++digits)
    text = fmt::format("{:.{}e}", number, digits);
  const auto letter = text.find('e');
  return fmt::format("{}E{}", text.substr(0, letter), std::stoi(text.substr(letter + 1)));
}

}  // namespace

std::string_view trim(std::string_view text) {
  const auto blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (auto& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) return std::nullopt;
  }
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<double> parse_double(std::string_view text) {
  std::string number(text);
  const bool negative = number.starts_with('-');
  if (negative || number.starts_with('+')) number.erase(0, 1);
  const double sign = negative ? -1 : 1;
  if (number == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (number == "Infinity") return sign * std::numeric_limits<double>::infinity();
  if (!number.empty() && std::string_view("dDfF").find(number.back()) != std::string_view::npos) {
    number.pop_back();
  }
  if (number.empty() || !may_be_double(number) ||
      std::string_view("0123456789.").find(number.front()) == std::string_view::npos) {
    return std::nullopt;
  }
  const auto value = to_double(number);
  return value ? std::optional(sign * *value) : std::nullopt;
}

std::string double_text(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number < 0 ? "-Infinity" : "Infinity";
  const auto size = std::abs(number);
  constexpr double least_plain = 1e-3, least_scientific = 1e7;
  if (size != 0 && (size < least_plain || size >= least_scientific)) return scientific(number);
  auto text = fmt::format("{}", number);
  if (text.find('.') == std::string::npos) text += ".0";
  return text;
}

}  // namespace dogear::java
