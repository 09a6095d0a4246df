// DescribeQuorum (key 55), v0-2, flexible.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "base/uuid.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api describe_quorum_api{
    .key = 55, .name = "DescribeQuorum", .versions = between(0, 2), .flexible_since = 0};

struct DescribeQuorumRequest {
  static constexpr Api api = describe_quorum_api;
  struct TopicData {
    struct PartitionData {
      std::int32_t partition_index = 0;

      static void fields(auto& io, auto& self) { io("partitionIndex", self.partition_index); }
    };

    std::string topic_name;
    std::vector<PartitionData> partitions;

    static void fields(auto& io, auto& self) {
      io("topicName", self.topic_name);
      io("partitions", self.partitions);
    }
  };

  std::vector<TopicData> topics;

  static void fields(auto& io, auto& self) { io("topics", self.topics); }
};

struct DescribeQuorumResponse {
  static constexpr Api api = describe_quorum_api;
  struct ReplicaState {
    std::int32_t replica_id = 0;
    Uuid replica_directory_id;
    std::int64_t log_end_offset = 0;
    std::int64_t last_fetch_timestamp = -1;
    std::int64_t last_caught_up_timestamp = -1;

    static void fields(auto& io, auto& self) {
      io("replicaId", self.replica_id);
      io("replicaDirectoryId", self.replica_directory_id, since(2));
      io("logEndOffset", self.log_end_offset);
      io("lastFetchTimestamp", self.last_fetch_timestamp, since(1));
      io("lastCaughtUpTimestamp", self.last_caught_up_timestamp, since(1));
    }
  };

  struct TopicData {
    struct PartitionData {
      std::int32_t partition_index = 0;
      ErrorCode error_code = ErrorCode::none;
      std::optional<std::string> error_message = "";
      std::int32_t leader_id = 0;
      std::int32_t leader_epoch = 0;
      std::int64_t high_watermark = 0;
      std::vector<ReplicaState> current_voters;
      std::vector<ReplicaState> observers;

      static void fields(auto& io, auto& self) {
        io("partitionIndex", self.partition_index);
        io("errorCode", self.error_code);
        io("errorMessage", self.error_message, since(2));
        io("leaderId", self.leader_id);
        io("leaderEpoch", self.leader_epoch);
        io("highWatermark", self.high_watermark);
        io("currentVoters", self.current_voters);
        io("observers", self.observers);
      }
    };

    std::string topic_name;
    std::vector<PartitionData> partitions;

    static void fields(auto& io, auto& self) {
      io("topicName", self.topic_name);
      io("partitions", self.partitions);
    }
  };

  struct Node {
    struct Listener {
      std::string name;
      std::string host;
      std::uint16_t port = 0;

      static void fields(auto& io, auto& self) {
        io("name", self.name, since(2));
        io("host", self.host, since(2));
        io("port", self.port, since(2));
      }
    };

    std::int32_t node_id = 0;
    std::vector<Listener> listeners;

    static void fields(auto& io, auto& self) {
      io("nodeId", self.node_id, since(2));
      io("listeners", self.listeners, since(2));
    }
  };

  ErrorCode error_code = ErrorCode::none;
  std::optional<std::string> error_message = "";
  std::vector<TopicData> topics;
  std::vector<Node> nodes;

  static void fields(auto& io, auto& self) {
    io("errorCode", self.error_code);
    io("errorMessage", self.error_message, since(2));
    io("topics", self.topics);
    io("nodes", self.nodes, since(2));
  }
};

}  // namespace dogear::protocol
