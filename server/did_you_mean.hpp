// What an error message suggests to somebody who has mistyped a name.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dogear::server {

// "; did you mean NAME?" with the known name that is nearest, or "" if none is near.
std::string did_you_mean(std::string_view mistyped, std::span<const std::string_view> names);
std::string did_you_mean(std::string_view mistyped, const std::vector<std::string>& names);

}  // namespace dogear::server
