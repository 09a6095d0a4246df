// Where the replicas of a partition are and which of them leads, changed by hand. Records are
// stored once, so a new replica has caught up as soon as it is named: a reassignment is over before
// its answer leaves.
#pragma once
#include <string>
#include <vector>

#include "broker/replica_assignment.hpp"

namespace dogear::broker {

// REQUIRES: the partition exists, and the replicas are nodes, each named once.
void reassign(Cluster& cluster, const std::string& topic, PartitionIndex index,
              std::vector<NodeId> replicas, BrokerTime now);

// The first replica leads from now on, as a preferred election has it.
// REQUIRES: the partition exists, and another one leads.
void elect_preferred(Cluster& cluster, const std::string& topic, PartitionIndex index,
                     BrokerTime now);

}  // namespace dogear::broker
