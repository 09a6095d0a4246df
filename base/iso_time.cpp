#include "base/iso_time.hpp"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

namespace dogear {
namespace {

// Takes pieces off the front of a text; after a piece that is not there, ok() is false for good.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}
  bool ok() const { return ok_; }
  bool at_end() const { return text_.empty(); }

  bool skip(char c) {
    if (!text_.starts_with(c)) return false;
    text_.remove_prefix(1);
    return true;
  }
  void need(char c) { require(skip(c)); }
  void require(bool good) { ok_ = ok_ && good; }

  // Exactly so many digits.
  std::int64_t number(std::size_t digits) {
    std::int64_t value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      require(at_digit());
      if (!ok_) return 0;
      value = value * 10 + (text_.front() - '0');
      text_.remove_prefix(1);
    }
    return value;
  }

  std::int64_t number_below(std::int64_t bound, std::size_t digits) {
    const auto value = number(digits);
    require(value < bound);
    return value;
  }

  bool at_digit() const { return !text_.empty() && is_digit(text_.front()); }

 private:
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }

  std::string_view text_;
  bool ok_ = true;
};

Millis read_date(Reader& reader) {
  const auto year = static_cast<int>(reader.number(4));
  reader.need('-');
  const auto month = static_cast<unsigned>(reader.number(2));
  reader.need('-');
  const auto day = static_cast<unsigned>(reader.number(2));
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  reader.require(date.ok());
  return std::chrono::sys_days(date).time_since_epoch();
}

// A dot and one to three digits of a second.
Millis read_fraction(Reader& reader) {
  Millis fraction{0};
  for (const int weight : {100, 10, 1}) {
    fraction += Millis(weight * reader.number(1));
    if (!reader.at_digit()) break;
  }
  return fraction;
}

Millis read_clock(Reader& reader) {
  Millis time = std::chrono::hours(reader.number_below(24, 2));
  reader.need(':');
  time += std::chrono::minutes(reader.number_below(60, 2));
  if (!reader.skip(':')) return time;
  time += std::chrono::seconds(reader.number_below(60, 2));
  if (reader.skip('.')) time += read_fraction(reader);
  return time;
}

Millis read_zone(Reader& reader) {
  const bool ahead = reader.skip('+');
  if (!ahead && !reader.skip('-')) {
    reader.skip('Z');
    return Millis{0};
  }
  const Millis hours = std::chrono::hours(reader.number_below(24, 2));
  reader.need(':');
  const Millis offset = hours + std::chrono::minutes(reader.number_below(60, 2));
  return ahead ? -offset : offset;
}

}  // namespace

std::optional<BrokerTime> parse_iso_time(std::string_view text) {
  Reader reader(text);
  Millis time = read_date(reader);
  if (reader.skip('T')) {
    time += read_clock(reader);
    time += read_zone(reader);
  }
  if (!reader.ok() || !reader.at_end() || time < Millis{0}) return std::nullopt;
  return BrokerTime{time};
}

std::string to_iso_time(BrokerTime time) {
  const auto since_epoch = std::clamp(time, BrokerTime{}, iso_time_max).time_since_epoch();
  const auto days = std::chrono::floor<std::chrono::days>(since_epoch);
  const std::chrono::year_month_day date{std::chrono::sys_days(days)};
  const std::chrono::hh_mm_ss clock{since_epoch - days};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count());
}

}  // namespace dogear
