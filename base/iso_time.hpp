// Points of time as people write them: 2026-01-31T12:00:00.250Z.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace dogear {

// ISO 8601: a date, or a date, T, and a time down to the minute, second or millisecond; then Z,
// +02:00, or nothing, which means UTC. From 1970 to 9999.
std::optional<BrokerTime> parse_iso_time(std::string_view text);
// For messages about a text that cannot be parsed.
constexpr std::string_view iso_time_form = "a time like 2026-01-31T12:00:00.250Z";
// The last time that has this form.
constexpr BrokerTime iso_time_max = broker_time(253'402'300'799'999);

// In UTC, with milliseconds. Times before 1970 or after 9999 become the first or the last that has
// this form.
std::string to_iso_time(BrokerTime time);

}  // namespace dogear
