// At the end somebody reads every partition from its start to its end, and every group's offsets.
#pragma once
#include "world.hpp"

namespace dogear::simulation {

void audit(World& world);

}  // namespace dogear::simulation
