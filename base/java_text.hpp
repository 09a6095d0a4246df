// How Java reads numbers from text and prints them, and so how Kafka does.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dogear::java {

// String.trim().
std::string_view trim(std::string_view text);

// String.toLowerCase() for ASCII: no other letters occur in configs and states.
std::string lower(std::string_view text);

// Long.parseLong, which accepts a plus sign.
std::optional<std::int64_t> parse_integer(std::string_view text);

// Double.parseDouble: decimal or hexadecimal, "NaN" or "Infinity", perhaps with a type letter
// (dDfF) at the end.
std::optional<double> parse_double(std::string_view text);

// Double.toString: the shortest digits, never without a point, with an exponent below 0.001 and
// from 10 million on.
std::string double_text(double number);

}  // namespace dogear::java
