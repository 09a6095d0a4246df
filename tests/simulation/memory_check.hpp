// Checks that the memory account counts exactly what the logs of the broker and of its snapshots
// hold.
#pragma once
#include <vector>

#include "broker/cluster.hpp"
#include "findings.hpp"

namespace dogear::simulation {

// REQUIRES: nobody else holds slices of the logs.
void check_memory(const std::vector<const broker::Cluster*>& clusters, Findings& findings);

}  // namespace dogear::simulation
