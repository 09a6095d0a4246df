// What consumers put into the bytes of JoinGroup and SyncGroup: the subscription in the metadata of
// a protocol, and the assignment. Only what version 0 has is described: every later version begins
// with it, and Kafka's coordinator reads no more of a subscription either.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/slice.hpp"
#include "protocol/visitor.hpp"

namespace dogear::coordinator {

inline constexpr const char* consumer_protocol_type = "consumer";

struct ConsumerProtocolSubscription {
  static constexpr protocol::Api api{
      .key = -1, .name = "ConsumerProtocolSubscription", .versions = protocol::between(0, 3)};

  std::vector<std::string> topics;
  std::optional<Slice> user_data;

  static void fields(auto& io, auto& self) {
    io("topics", self.topics);
    io("userData", self.user_data);
  }
};

struct ConsumerProtocolAssignment {
  static constexpr protocol::Api api{
      .key = -1, .name = "ConsumerProtocolAssignment", .versions = protocol::between(0, 3)};
  struct TopicPartitions {
    std::string topic;
    std::vector<std::int32_t> partitions;

    static void fields(auto& io, auto& self) {
      io("topic", self.topic);
      io("partitions", self.partitions);
    }
  };

  std::vector<TopicPartitions> assigned_partitions;
  std::optional<Slice> user_data;

  static void fields(auto& io, auto& self) {
    io("assignedPartitions", self.assigned_partitions);
    io("userData", self.user_data);
  }
};

// The topics in a member's metadata; nothing if it cannot be parsed.
std::optional<std::vector<std::string>> subscribed_topics(const Slice& metadata);
// The same for an assignment.
std::optional<std::vector<ConsumerProtocolAssignment::TopicPartitions>> assigned_partitions(
    const Slice& assignment);

}  // namespace dogear::coordinator
