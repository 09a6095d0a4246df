// __consumer_offsets as the group coordinator's log, and which node coordinates what.
#pragma once
#include <optional>
#include <string>

#include "broker/call.hpp"
#include "broker/cluster.hpp"
#include "coordinator/groups.hpp"
#include "coordinator/runtime.hpp"

namespace dogear::broker {

constexpr std::string_view offsets_topic_name = storage::consumer_offsets_topic;

class OffsetsTopicLog final : public coordinator::RecordLog {
 public:
  explicit OffsetsTopicLog(Cluster& cluster) : cluster_(cluster) {}

  // Appends one batch as Kafka's coordinators do. NOT_COORDINATOR if there is no such partition.
  ErrorCode append(PartitionIndex partition,
                   std::span<const coordinator::CoordinatorRecord> records,
                   BrokerTime now) override;
  std::size_t max_batch_bytes() const override;

 private:
  Cluster& cluster_;
};

coordinator::GroupConfig group_config(const BrokerConfig& config);

// The node that coordinates the group; nothing while __consumer_offsets does not exist.
std::optional<NodeId> coordinator_of(const Cluster& cluster, const std::string& group);

// NOT_COORDINATOR at every other node.
ErrorCode check_coordinator(const Cluster& cluster, const Call& call, const std::string& group);
// The same, but INVALID_GROUP_ID at any node for an empty id: only committed offsets may have that.
ErrorCode check_named_group(const Cluster& cluster, const Call& call, const std::string& group);

coordinator::Caller caller_of(const Call& call);

}  // namespace dogear::broker
