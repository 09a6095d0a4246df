// The partitions that concern a group: those that it has committed, and those that its members
// read.
#pragma once
#include <set>

#include "base/ids.hpp"
#include "coordinator/groups.hpp"

namespace dogear::broker::control {

// Empty when there is no group.
std::set<TopicPartition> committed_partitions(const coordinator::Group* group);

// Empty when the member's assignment is not one of the consumer protocol.
std::set<TopicPartition> assigned_partitions(const coordinator::ClassicMember& member);

// Both, of all members. What members of other protocols are assigned is not read.
std::set<TopicPartition> partitions_of(const coordinator::Group& group);

}  // namespace dogear::broker::control
