// Moves the replicas and the leadership of a partition. Records are stored once for all nodes, so a
// new replica is in sync at once, and a reassignment is complete before it is answered.
#pragma once
#include <string>
#include <vector>

#include "broker/topics/replica_assignment.hpp"

namespace dogear::broker {

// REQUIRES: the partition exists, and the replicas are nodes, each named once.
void reassign(Cluster& cluster, const std::string& topic, PartitionIndex index,
              std::vector<NodeId> replicas, BrokerTime now);

// Makes the preferred replica, which is the first one, the leader.
// REQUIRES: the partition exists, and another replica leads.
void elect_preferred(Cluster& cluster, const std::string& topic, PartitionIndex index,
                     BrokerTime now);

}  // namespace dogear::broker
