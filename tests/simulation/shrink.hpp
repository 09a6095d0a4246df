// Reduces a plan that fails to as few steps as possible that still fail.
#pragma once
#include <functional>

#include "plan.hpp"

namespace dogear::simulation {

using Fails = std::function<bool(const Plan&)>;

// Delta debugging: leaves out ever smaller ranges of steps, until every remaining step is needed.
// REQUIRES: fails(plan).
Plan shrink(Plan plan, const Fails& fails);

}  // namespace dogear::simulation
