// Which of the known names did somebody mean who mistyped one?
#pragma once
#include <optional>
#include <span>
#include <string_view>

namespace dogear::broker {

// The name that fewest edits away (a letter added, dropped, changed, or two neighbours swapped),
// the first of equals; nothing when even that differs in more than a third of its letters.
std::optional<std::string_view> nearest(std::string_view mistyped,
                                        std::span<const std::string_view> names);

}  // namespace dogear::broker
