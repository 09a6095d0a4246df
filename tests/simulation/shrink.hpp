// From a plan that fails to the fewest of its steps that still do.
#pragma once
#include <functional>

#include "plan.hpp"

namespace dogear::simulation {

using Fails = std::function<bool(const Plan&)>;

// Delta debugging: leaves out ever smaller stretches, until every single step is needed.
// REQUIRES: fails(plan).
Plan shrink(Plan plan, const Fails& fails);

}  // namespace dogear::simulation
