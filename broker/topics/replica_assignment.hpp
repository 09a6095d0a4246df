// Assigns new partitions to nodes.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/system/result.hpp>

#include "base/ids.hpp"
#include "broker/cluster.hpp"
#include "protocol/messages/create_topics.hpp"

namespace dogear::broker {

// An error code with Kafka's message.
struct TopicRefusal {
  ErrorCode error = ErrorCode::none;
  std::string message;
};

// Why these nodes cannot be the replicas of a partition; nothing if they can.
std::optional<TopicRefusal> check_replicas(const Cluster& cluster, std::vector<NodeId> replicas);

// The replicas of each partition, the preferred leader first.
using ReplicaAssignment = std::vector<std::vector<NodeId>>;
using AssignmentResult = boost::system::result<ReplicaAssignment, TopicRefusal>;

// As the request assigns them, or by its numbers, of which -1 is the broker's default.
AssignmentResult assign_replicas(const Cluster& cluster,
                                 const protocol::CreateTopicsRequest::CreatableTopic& topic);

// The replicas of the partitions to add, so that the topic has `count`: `by_hand` if given, or
// spread as if the topic had been created with so many.
AssignmentResult more_replicas(const Cluster& cluster, const storage::Topic& topic,
                               std::int32_t count,
                               std::optional<ReplicaAssignment> by_hand = std::nullopt);

}  // namespace dogear::broker
