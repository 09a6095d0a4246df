// Which nodes hold which partition of a new topic.
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

// An error code with Kafka's words for it.
struct TopicRefusal {
  ErrorCode error = ErrorCode::none;
  std::string message;
};

// Why these cannot be the replicas of a partition.
std::optional<TopicRefusal> check_replicas(const Cluster& cluster, std::vector<NodeId> replicas);

// The replicas of each partition, the preferred leader first.
using ReplicaAssignment = std::vector<std::vector<NodeId>>;
using AssignmentResult = boost::system::result<ReplicaAssignment, TopicRefusal>;

// By hand, or by numbers, of which -1 stands for the broker's default.
AssignmentResult assign_replicas(const Cluster& cluster,
                                 const protocol::CreateTopicsRequest::CreatableTopic& topic);

// Those of the partitions that `topic` lacks to have `count`: by hand, or going on where its
// creation stopped.
AssignmentResult more_replicas(const Cluster& cluster, const storage::Topic& topic,
                               std::int32_t count,
                               std::optional<ReplicaAssignment> by_hand = std::nullopt);

}  // namespace dogear::broker
