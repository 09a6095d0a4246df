// AlterPartitionReassignments (key 45), v0-1, flexible.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api alter_partition_reassignments_api{.key = 45,
                                                       .name = "AlterPartitionReassignments",
                                                       .versions = between(0, 1),
                                                       .flexible_since = 0};

struct AlterPartitionReassignmentsRequest {
  static constexpr Api api = alter_partition_reassignments_api;
  struct ReassignableTopic {
    struct ReassignablePartition {
      std::int32_t partition_index = 0;
      std::optional<std::vector<std::int32_t>> replicas;

      static void fields(auto& io, auto& self) {
        io("partitionIndex", self.partition_index);
        io("replicas", self.replicas);
      }
    };

    std::string name;
    std::vector<ReassignablePartition> partitions;

    static void fields(auto& io, auto& self) {
      io("name", self.name);
      io("partitions", self.partitions);
    }
  };

  std::int32_t timeout_ms = 60000;
  bool allow_replication_factor_change = true;
  std::vector<ReassignableTopic> topics;

  static void fields(auto& io, auto& self) {
    io("timeoutMs", self.timeout_ms);
    io("allowReplicationFactorChange", self.allow_replication_factor_change, since(1));
    io("topics", self.topics);
  }
};

struct AlterPartitionReassignmentsResponse {
  static constexpr Api api = alter_partition_reassignments_api;
  struct ReassignableTopicResponse {
    struct ReassignablePartitionResponse {
      std::int32_t partition_index = 0;
      ErrorCode error_code = ErrorCode::none;
      std::optional<std::string> error_message = "";

      static void fields(auto& io, auto& self) {
        io("partitionIndex", self.partition_index);
        io("errorCode", self.error_code);
        io("errorMessage", self.error_message);
      }
    };

    std::string name;
    std::vector<ReassignablePartitionResponse> partitions;

    static void fields(auto& io, auto& self) {
      io("name", self.name);
      io("partitions", self.partitions);
    }
  };

  std::int32_t throttle_time_ms = 0;
  bool allow_replication_factor_change = true;
  ErrorCode error_code = ErrorCode::none;
  std::optional<std::string> error_message = "";
  std::vector<ReassignableTopicResponse> responses;

  static void fields(auto& io, auto& self) {
    io("throttleTimeMs", self.throttle_time_ms);
    io("allowReplicationFactorChange", self.allow_replication_factor_change, since(1));
    io("errorCode", self.error_code);
    io("errorMessage", self.error_message);
    io("responses", self.responses);
  }
};

}  // namespace dogear::protocol
