// Java's ways with text, which decide what Kafka takes as a number and how it prints one.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dogear::broker::java {

// String.trim().
std::string_view trim(std::string_view text);

// toLowerCase of ASCII; configs have nothing else.
std::string lower(std::string_view text);

// Long.parseLong, which takes a plus sign.
std::optional<std::int64_t> parse_integer(std::string_view text);

// Double.parseDouble: "NaN" and "Infinity" by these names only, and a type letter at the end.
// Its hexadecimal form is not taken.
std::optional<double> parse_double(std::string_view text);

// Double.toString for what configs hold: the shortest digits, never without a point.
std::string double_text(double number);

}  // namespace dogear::broker::java
