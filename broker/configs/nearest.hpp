// Suggests the known name that a mistyped one probably meant.
#pragma once
#include <optional>
#include <span>
#include <string_view>

namespace dogear::broker {

// The name with the smallest edit distance (a letter added, dropped or changed, or two neighbours
// swapped), the first of equals; nothing when that is more than a third of the letters.
std::optional<std::string_view> nearest(std::string_view mistyped,
                                        std::span<const std::string_view> names);

}  // namespace dogear::broker
