// Text that is made of parts.
#pragma once
#include <string_view>
#include <vector>

namespace dogear {

// The parts between the separators: one more than there are of these, some perhaps empty.
std::vector<std::string_view> split(std::string_view text, char separator);

}  // namespace dogear
