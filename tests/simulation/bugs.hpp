// The bugs that can be planted, by name.
#pragma once
#include <string_view>
#include <utility>
#include <vector>

#include "base/seeded_bug.hpp"

namespace dogear::simulation {

const std::vector<std::pair<std::string_view, Bug>>& bugs();

// False if there is no bug of this name, or if the build is without -DDOGEAR_SEEDED_BUGS=ON.
bool plant(std::string_view name);
void remove_bug();

}  // namespace dogear::simulation
