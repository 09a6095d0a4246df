#include "base/duration.hpp"

#include <cstdint>
#include <span>

namespace dogear {
namespace {

constexpr Millis longest = std::chrono::years{10'000};
constexpr std::int64_t decimals_max = 3;

struct Unit {
  std::string_view name;
  Millis length;
};

using namespace std::chrono_literals;
constexpr Unit plain_units[] = {{"ms", 1ms}, {"d", 24h}, {"h", 1h}, {"m", 1min}, {"s", 1s}};
constexpr Unit iso_days[] = {{"W", 168h}, {"D", 24h}};
constexpr Unit iso_times[] = {{"H", 1h}, {"M", 1min}, {"S", 1s}};

bool at_digit(std::string_view text) {
  return !text.empty() && text.front() >= '0' && text.front() <= '9';
}

// Nothing when there are no digits, or too many.
std::optional<std::int64_t> take_digits(std::string_view& text, std::size_t digits_max) {
  std::int64_t value = 0;
  std::size_t digits = 0;
  for (; at_digit(text); text.remove_prefix(1)) {
    if (++digits > digits_max) return std::nullopt;
    value = value * 10 + (text.front() - '0');
  }
  if (digits == 0) return std::nullopt;
  return value;
}

// The thousandths behind a dot.
std::optional<std::int64_t> take_thousandths(std::string_view& text) {
  const auto before = text.size();
  auto value = take_digits(text, decimals_max);
  for (auto digits = before - text.size(); value && digits < decimals_max; ++digits) *value *= 10;
  return value;
}

const Unit* take_unit(std::string_view& text, std::span<const Unit> units) {
  for (const auto& unit : units) {
    if (!text.starts_with(unit.name)) continue;
    text.remove_prefix(unit.name.size());
    return &unit;
  }
  return nullptr;
}

// One number and its unit.
std::optional<Millis> take_part(std::string_view& text, std::span<const Unit> units) {
  constexpr std::size_t digits_max = 15;
  const auto whole = take_digits(text, digits_max);
  if (!whole) return std::nullopt;
  std::int64_t thousandths = 0;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    const auto taken = take_thousandths(text);
    if (!taken) return std::nullopt;
    thousandths = *taken;
  }
  const auto* unit = take_unit(text, units);
  if (!unit || *whole > longest / unit->length) return std::nullopt;
  const auto fraction = unit->length * thousandths;
  if (fraction % 1000 != Millis{0}) return std::nullopt;
  return unit->length * *whole + fraction / 1000;
}

std::optional<Millis> sum_of_parts(std::string_view text, std::span<const Unit> units) {
  Millis sum{0};
  do {
    const auto part = take_part(text, units);
    if (!part) return std::nullopt;
    sum += *part;
    if (sum > longest) return std::nullopt;
  } while (!text.empty());
  return sum;
}

std::optional<Millis> parse_iso(std::string_view text) {
  const auto t = text.find('T');
  const auto days = text.substr(0, t);
  Millis sum{0};
  if (!days.empty()) {
    const auto part = sum_of_parts(days, iso_days);
    if (!part) return std::nullopt;
    sum += *part;
  }
  if (t == std::string_view::npos) return days.empty() ? std::nullopt : std::optional(sum);
  const auto part = sum_of_parts(text.substr(t + 1), iso_times);
  if (!part || sum + *part > longest) return std::nullopt;
  return sum + *part;
}

}  // namespace

std::optional<Millis> parse_duration(std::string_view text) {
  if (text.starts_with('P')) return parse_iso(text.substr(1));
  return sum_of_parts(text, plain_units);
}

}  // namespace dogear
