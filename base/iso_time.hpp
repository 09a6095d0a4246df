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
constexpr std::string_view iso_time_form = "a time like 2026-01-31T12:00:00.250Z";
// The last one that can be written so.
constexpr BrokerTime iso_time_max = broker_time(253'402'300'799'999);

// In UTC, with milliseconds. From 1970 to 9999; what is earlier or later is told as the nearest.
std::string to_iso_time(BrokerTime time);

}  // namespace dogear
