// What the memory account says is in use is what the logs hold, and those of the snapshots.
#pragma once
#include <vector>

#include "broker/cluster.hpp"
#include "findings.hpp"

namespace dogear::simulation {

// REQUIRES: nobody else holds slices of the logs.
void check_memory(const std::vector<const broker::Cluster*>& clusters, Findings& findings);

}  // namespace dogear::simulation
