// Whether a node may answer for a partition, and what Kafka says when it may not.
#pragma once
#include "base/error_code.hpp"
#include "base/ids.hpp"
#include "storage/topics.hpp"

namespace dogear::broker {

enum class ServedBy { leader, any_replica };

// NOT_LEADER_OR_FOLLOWER at the wrong node; FENCED_LEADER_EPOCH and UNKNOWN_LEADER_EPOCH for an
// epoch that is older or newer than the partition's. An epoch of -1 is not checked.
inline ErrorCode check_leadership(const storage::Partition& partition, NodeId node,
                                  LeaderEpoch current_epoch, ServedBy served_by) {
  const auto serves = partition.leader == node ||
                      (served_by == ServedBy::any_replica && partition.has_replica(node));
  if (current_epoch != no_epoch && current_epoch < partition.leader_epoch)
    return serves || partition.has_replica(node) ? ErrorCode::fenced_leader_epoch
                                                 : ErrorCode::not_leader_or_follower;
  if (current_epoch > partition.leader_epoch && partition.has_replica(node))
    return ErrorCode::unknown_leader_epoch;
  return serves ? ErrorCode::none : ErrorCode::not_leader_or_follower;
}

}  // namespace dogear::broker
