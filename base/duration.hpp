// Spans of time as people write them: 45s, 1h30m, 250ms, PT45S.
#pragma once
#include <optional>
#include <string_view>

#include "base/time.hpp"

namespace dogear {

// Numbers with units (d, h, m, s, ms), or ISO 8601 (P1DT2H30M5.5S); up to three decimals. Nothing
// for any other text, for fractions of a millisecond, and for more than 10,000 years.
std::optional<Millis> parse_duration(std::string_view text);
// For messages about a text that cannot be parsed.
constexpr std::string_view duration_form = "a duration like 45s, 1h30m, 250ms or PT45S";

}  // namespace dogear
