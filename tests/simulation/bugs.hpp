// The bugs that can be planted, by name.
#pragma once
#include <string_view>
#include <utility>
#include <vector>

#include "base/seeded_bug.hpp"

namespace dogear::simulation {

const std::vector<std::pair<std::string_view, Bug>>& bugs();

// False where the build has no such bug: all of them but those of DOGEAR_SEEDED_BUGS.
bool plant(std::string_view name);
void remove_bug();

}  // namespace dogear::simulation
