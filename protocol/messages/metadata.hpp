// Metadata (key 3), v0-13, flexible from v9.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "base/uuid.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api metadata_api{
    .key = 3, .name = "Metadata", .versions = between(0, 13), .flexible_since = 9};

struct MetadataRequest {
  static constexpr Api api = metadata_api;
  struct Topic {
    Uuid topic_id;
    std::optional<std::string> name = "";

    static void fields(auto& io, auto& self) {
      io("topicId", self.topic_id, since(10));
      io("name", self.name, nullable(since(10)));
    }
  };

  std::optional<std::vector<Topic>> topics = std::vector<Topic>{};
  bool allow_auto_topic_creation = true;
  bool include_cluster_authorized_operations = false;
  bool include_topic_authorized_operations = false;

  static void fields(auto& io, auto& self) {
    io("topics", self.topics, nullable(since(1)));
    io("allowAutoTopicCreation", self.allow_auto_topic_creation, since(4));
    io("includeClusterAuthorizedOperations", self.include_cluster_authorized_operations,
       between(8, 10));
    io("includeTopicAuthorizedOperations", self.include_topic_authorized_operations, since(8));
  }
};

struct MetadataResponse {
  static constexpr Api api = metadata_api;
  struct Broker {
    std::int32_t node_id = 0;
    std::string host;
    std::int32_t port = 0;
    std::optional<std::string> rack;

    static void fields(auto& io, auto& self) {
      io("nodeId", self.node_id);
      io("host", self.host);
      io("port", self.port);
      io("rack", self.rack, since(1));
    }
  };

  struct Topic {
    struct Partition {
      ErrorCode error_code = ErrorCode::none;
      std::int32_t partition_index = 0;
      std::int32_t leader_id = 0;
      std::int32_t leader_epoch = -1;
      std::vector<std::int32_t> replica_nodes;
      std::vector<std::int32_t> isr_nodes;
      std::vector<std::int32_t> offline_replicas;

      static void fields(auto& io, auto& self) {
        io("errorCode", self.error_code);
        io("partitionIndex", self.partition_index);
        io("leaderId", self.leader_id);
        io("leaderEpoch", self.leader_epoch, since(7));
        io("replicaNodes", self.replica_nodes);
        io("isrNodes", self.isr_nodes);
        io("offlineReplicas", self.offline_replicas, since(5));
      }
    };

    ErrorCode error_code = ErrorCode::none;
    std::optional<std::string> name = "";
    Uuid topic_id;
    bool is_internal = false;
    std::vector<Partition> partitions;
    std::int32_t topic_authorized_operations = -2147483648;

    static void fields(auto& io, auto& self) {
      io("errorCode", self.error_code);
      io("name", self.name, nullable(since(12)));
      io("topicId", self.topic_id, since(10));
      io("isInternal", self.is_internal, since(1));
      io("partitions", self.partitions);
      io("topicAuthorizedOperations", self.topic_authorized_operations, since(8));
    }
  };

  std::int32_t throttle_time_ms = 0;
  std::vector<Broker> brokers;
  std::optional<std::string> cluster_id;
  std::int32_t controller_id = -1;
  std::vector<Topic> topics;
  std::int32_t cluster_authorized_operations = -2147483648;
  ErrorCode error_code = ErrorCode::none;

  static void fields(auto& io, auto& self) {
    io("throttleTimeMs", self.throttle_time_ms, since(3));
    io("brokers", self.brokers);
    io("clusterId", self.cluster_id, since(2));
    io("controllerId", self.controller_id, since(1));
    io("topics", self.topics);
    io("clusterAuthorizedOperations", self.cluster_authorized_operations, between(8, 10));
    io("errorCode", self.error_code, since(13));
  }
};

}  // namespace dogear::protocol
