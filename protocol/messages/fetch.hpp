// Fetch (key 1), v4-18, flexible from v12.
#pragma once
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "base/uuid.hpp"
#include "protocol/records.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api fetch_api{
    .key = 1, .name = "Fetch", .versions = between(4, 18), .flexible_since = 12};

struct FetchRequest {
  static constexpr Api api = fetch_api;
  struct ReplicaState {
    std::int32_t replica_id = -1;
    std::int64_t replica_epoch = -1;

    static void fields(auto& io, auto& self) {
      io("replicaId", self.replica_id, since(15));
      io("replicaEpoch", self.replica_epoch, since(15));
    }
    friend bool operator==(const ReplicaState&, const ReplicaState&) = default;
  };

  struct Topic {
    struct Partition {
      std::int32_t partition = 0;
      std::int32_t current_leader_epoch = -1;
      std::int64_t fetch_offset = 0;
      std::int32_t last_fetched_epoch = -1;
      std::int64_t log_start_offset = -1;
      std::int32_t partition_max_bytes = 0;
      Uuid replica_directory_id;
      std::int64_t high_watermark = std::numeric_limits<std::int64_t>::max();

      static void fields(auto& io, auto& self) {
        io("partition", self.partition);
        io("currentLeaderEpoch", self.current_leader_epoch, since(9));
        io("fetchOffset", self.fetch_offset);
        io("lastFetchedEpoch", self.last_fetched_epoch, since(12));
        io("logStartOffset", self.log_start_offset, since(5));
        io("partitionMaxBytes", self.partition_max_bytes);
        io("replicaDirectoryId", self.replica_directory_id, since(17), tag(0));
        io("highWatermark", self.high_watermark, since(18), tag(1));
      }
    };

    std::string topic;
    Uuid topic_id;
    std::vector<Partition> partitions;

    static void fields(auto& io, auto& self) {
      io("topic", self.topic, until(12));
      io("topicId", self.topic_id, since(13));
      io("partitions", self.partitions);
    }
  };

  struct ForgottenTopic {
    std::string topic;
    Uuid topic_id;
    std::vector<std::int32_t> partitions;

    static void fields(auto& io, auto& self) {
      io("topic", self.topic, between(7, 12));
      io("topicId", self.topic_id, since(13));
      io("partitions", self.partitions, since(7));
    }
  };

  std::optional<std::string> cluster_id;
  std::int32_t replica_id = -1;
  ReplicaState replica_state;
  std::int32_t max_wait_ms = 0;
  std::int32_t min_bytes = 0;
  std::int32_t max_bytes = std::numeric_limits<std::int32_t>::max();
  std::int8_t isolation_level = 0;
  std::int32_t session_id = 0;
  std::int32_t session_epoch = -1;
  std::vector<Topic> topics;
  std::vector<ForgottenTopic> forgotten_topics_data;
  std::string rack_id;

  static void fields(auto& io, auto& self) {
    io("clusterId", self.cluster_id, since(12), tag(0));
    io("replicaId", self.replica_id, until(14));
    io("replicaState", self.replica_state, since(15), tag(1));
    io("maxWaitMs", self.max_wait_ms);
    io("minBytes", self.min_bytes);
    io("maxBytes", self.max_bytes);
    io("isolationLevel", self.isolation_level);
    io("sessionId", self.session_id, since(7));
    io("sessionEpoch", self.session_epoch, since(7));
    io("topics", self.topics);
    io("forgottenTopicsData", self.forgotten_topics_data, since(7));
    io("rackId", self.rack_id, since(11));
  }
};

struct FetchResponse {
  static constexpr Api api = fetch_api;
  struct FetchableTopicResponse {
    struct PartitionData {
      struct EpochEndOffset {
        std::int32_t epoch = -1;
        std::int64_t end_offset = -1;

        static void fields(auto& io, auto& self) {
          io("epoch", self.epoch, since(12));
          io("endOffset", self.end_offset, since(12));
        }
        friend bool operator==(const EpochEndOffset&, const EpochEndOffset&) = default;
      };

      struct LeaderIdAndEpoch {
        std::int32_t leader_id = -1;
        std::int32_t leader_epoch = -1;

        static void fields(auto& io, auto& self) {
          io("leaderId", self.leader_id, since(12));
          io("leaderEpoch", self.leader_epoch, since(12));
        }
        friend bool operator==(const LeaderIdAndEpoch&, const LeaderIdAndEpoch&) = default;
      };

      struct SnapshotId {
        std::int64_t end_offset = -1;
        std::int32_t epoch = -1;

        static void fields(auto& io, auto& self) {
          io("endOffset", self.end_offset);
          io("epoch", self.epoch);
        }
        friend bool operator==(const SnapshotId&, const SnapshotId&) = default;
      };

      struct AbortedTransaction {
        std::int64_t producer_id = 0;
        std::int64_t first_offset = 0;

        static void fields(auto& io, auto& self) {
          io("producerId", self.producer_id);
          io("firstOffset", self.first_offset);
        }
      };

      std::int32_t partition_index = 0;
      ErrorCode error_code = ErrorCode::none;
      std::int64_t high_watermark = 0;
      std::int64_t last_stable_offset = -1;
      std::int64_t log_start_offset = -1;
      EpochEndOffset diverging_epoch;
      LeaderIdAndEpoch current_leader;
      SnapshotId snapshot_id;
      std::optional<std::vector<AbortedTransaction>> aborted_transactions =
          std::vector<AbortedTransaction>{};
      std::int32_t preferred_read_replica = -1;
      NullableRecords records;

      static void fields(auto& io, auto& self) {
        io("partitionIndex", self.partition_index);
        io("errorCode", self.error_code);
        io("highWatermark", self.high_watermark);
        io("lastStableOffset", self.last_stable_offset);
        io("logStartOffset", self.log_start_offset, since(5));
        io("divergingEpoch", self.diverging_epoch, since(12), tag(0));
        io("currentLeader", self.current_leader, since(12), tag(1));
        io("snapshotId", self.snapshot_id, since(12), tag(2));
        io("abortedTransactions", self.aborted_transactions);
        io("preferredReadReplica", self.preferred_read_replica, since(11));
        io("records", self.records);
      }
    };

    std::string topic;
    Uuid topic_id;
    std::vector<PartitionData> partitions;

    static void fields(auto& io, auto& self) {
      io("topic", self.topic, until(12));
      io("topicId", self.topic_id, since(13));
      io("partitions", self.partitions);
    }
  };

  struct NodeEndpoint {
    std::int32_t node_id = 0;
    std::string host;
    std::int32_t port = 0;
    std::optional<std::string> rack;

    static void fields(auto& io, auto& self) {
      io("nodeId", self.node_id, since(16));
      io("host", self.host, since(16));
      io("port", self.port, since(16));
      io("rack", self.rack, since(16));
    }
    friend bool operator==(const NodeEndpoint&, const NodeEndpoint&) = default;
  };

  std::int32_t throttle_time_ms = 0;
  ErrorCode error_code = ErrorCode::none;
  std::int32_t session_id = 0;
  std::vector<FetchableTopicResponse> responses;
  std::vector<NodeEndpoint> node_endpoints;

  static void fields(auto& io, auto& self) {
    io("throttleTimeMs", self.throttle_time_ms);
    io("errorCode", self.error_code, since(7));
    io("sessionId", self.session_id, since(7));
    io("responses", self.responses);
    io("nodeEndpoints", self.node_endpoints, since(16), tag(0));
  }
};

}  // namespace dogear::protocol
