// Which nodes hold which partition of a new topic.
#pragma once
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

// The replicas of each partition, the preferred leader first.
using ReplicaAssignment = std::vector<std::vector<NodeId>>;
using AssignmentResult = boost::system::result<ReplicaAssignment, TopicRefusal>;

// By hand, or by numbers, of which -1 stands for the broker's default.
AssignmentResult assign_replicas(const Cluster& cluster,
                                 const protocol::CreateTopicsRequest::CreatableTopic& topic);

}  // namespace dogear::broker
