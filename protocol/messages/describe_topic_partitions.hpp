// DescribeTopicPartitions (key 75), v0, flexible.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "base/uuid.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api describe_topic_partitions_api{
    .key = 75, .name = "DescribeTopicPartitions", .versions = only(0), .flexible_since = 0};

// Of a request and of an answer. Out here, because an optional of it needs it complete.
struct DescribeTopicPartitionsCursor {
  std::string topic_name;
  std::int32_t partition_index = 0;

  static void fields(auto& io, auto& self) {
    io("topicName", self.topic_name);
    io("partitionIndex", self.partition_index);
  }
};

struct DescribeTopicPartitionsRequest {
  static constexpr Api api = describe_topic_partitions_api;
  using Cursor = DescribeTopicPartitionsCursor;
  struct TopicRequest {
    std::string name;

    static void fields(auto& io, auto& self) { io("name", self.name); }
  };

  std::vector<TopicRequest> topics;
  std::int32_t response_partition_limit = 2000;
  std::optional<Cursor> cursor;

  static void fields(auto& io, auto& self) {
    io("topics", self.topics);
    io("responsePartitionLimit", self.response_partition_limit);
    io("cursor", self.cursor);
  }
};

struct DescribeTopicPartitionsResponse {
  static constexpr Api api = describe_topic_partitions_api;
  using Cursor = DescribeTopicPartitionsCursor;
  struct DescribeTopicPartitionsResponseTopic {
    struct DescribeTopicPartitionsResponsePartition {
      ErrorCode error_code = ErrorCode::none;
      std::int32_t partition_index = 0;
      std::int32_t leader_id = 0;
      std::int32_t leader_epoch = -1;
      std::vector<std::int32_t> replica_nodes;
      std::vector<std::int32_t> isr_nodes;
      std::optional<std::vector<std::int32_t>> eligible_leader_replicas;
      std::optional<std::vector<std::int32_t>> last_known_elr;
      std::vector<std::int32_t> offline_replicas;

      static void fields(auto& io, auto& self) {
        io("errorCode", self.error_code);
        io("partitionIndex", self.partition_index);
        io("leaderId", self.leader_id);
        io("leaderEpoch", self.leader_epoch);
        io("replicaNodes", self.replica_nodes);
        io("isrNodes", self.isr_nodes);
        io("eligibleLeaderReplicas", self.eligible_leader_replicas);
        io("lastKnownElr", self.last_known_elr);
        io("offlineReplicas", self.offline_replicas);
      }
    };

    ErrorCode error_code = ErrorCode::none;
    std::optional<std::string> name = "";
    Uuid topic_id;
    bool is_internal = false;
    std::vector<DescribeTopicPartitionsResponsePartition> partitions;
    std::int32_t topic_authorized_operations = -2147483648;

    static void fields(auto& io, auto& self) {
      io("errorCode", self.error_code);
      io("name", self.name);
      io("topicId", self.topic_id);
      io("isInternal", self.is_internal);
      io("partitions", self.partitions);
      io("topicAuthorizedOperations", self.topic_authorized_operations);
    }
  };

  std::int32_t throttle_time_ms = 0;
  std::vector<DescribeTopicPartitionsResponseTopic> topics;
  std::optional<Cursor> next_cursor;

  static void fields(auto& io, auto& self) {
    io("throttleTimeMs", self.throttle_time_ms);
    io("topics", self.topics);
    io("nextCursor", self.next_cursor);
  }
};

}  // namespace dogear::protocol
