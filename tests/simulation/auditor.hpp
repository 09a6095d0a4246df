// Reads every partition from its start to its end, and every group's offsets, when a run has ended.
#pragma once
#include "world.hpp"

namespace dogear::simulation {

void audit(World& world);

}  // namespace dogear::simulation
