#include "assignment.hpp"

#include "coordinator/records/consumer_protocol.hpp"
#include "protocol/message.hpp"

namespace dogear::simulation {
namespace {

using coordinator::ConsumerProtocolAssignment;
using coordinator::ConsumerProtocolSubscription;

// The message, with its version before it.
template <class M>
Slice bytes_with_version(const M& message) {
  constexpr protocol::Version version = 0;
  protocol::Encoder encoder(version, M::api.flexible(version));
  encoder.put_int16(version);
  protocol::encode_into(encoder, message);
  return Slice::copy_of(protocol::flattened(encoder.finish()));
}

}  // namespace

Slice subscription_to(const std::vector<std::string>& topics) {
  return bytes_with_version(ConsumerProtocolSubscription{.topics = topics, .user_data = {}});
}

Slice assignment_of(const std::vector<TopicPartition>& partitions) {
  ConsumerProtocolAssignment assignment;
  auto& topics = assignment.assigned_partitions;
  for (const auto& [topic, partition] : partitions) {
    if (topics.empty() || topics.back().topic != topic) topics.push_back({topic, {}});
    topics.back().partitions.push_back(partition);
  }
  return bytes_with_version(assignment);
}

std::vector<TopicPartition> partitions_in(const Slice& assignment) {
  std::vector<TopicPartition> partitions;
  const auto topics = coordinator::assigned_partitions(assignment);
  if (!topics) return partitions;  // a member that the leader gave nothing
  for (const auto& topic : *topics)
    for (const auto partition : topic.partitions) partitions.push_back({topic.topic, partition});
  return partitions;
}

}  // namespace dogear::simulation
