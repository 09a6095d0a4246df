// UTF-8 as Java reads it.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dogear {

// A copy of `text` in which every ill-formed part is replaced by U+FFFD, as new String(bytes,
// UTF_8) does. Kafka reads every text so, and repeats it so in its answers.
std::string repaired_utf8(std::string_view text);

// The length in UTF-16 units, java.lang.String.length(), of well-formed UTF-8.
std::size_t utf16_length(std::string_view text);

// java.lang.String.hashCode() of well-formed UTF-8.
std::int32_t java_hash(std::string_view text);

}  // namespace dogear
