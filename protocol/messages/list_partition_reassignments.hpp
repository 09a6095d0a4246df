// ListPartitionReassignments (key 46), v0, flexible.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api list_partition_reassignments_api{
    .key = 46, .name = "ListPartitionReassignments", .versions = only(0), .flexible_since = 0};

struct ListPartitionReassignmentsRequest {
  static constexpr Api api = list_partition_reassignments_api;
  struct ListPartitionReassignmentsTopics {
    std::string name;
    std::vector<std::int32_t> partition_indexes;

    static void fields(auto& io, auto& self) {
      io("name", self.name);
      io("partitionIndexes", self.partition_indexes);
    }
  };

  std::int32_t timeout_ms = 60000;
  std::optional<std::vector<ListPartitionReassignmentsTopics>> topics;

  static void fields(auto& io, auto& self) {
    io("timeoutMs", self.timeout_ms);
    io("topics", self.topics);
  }
};

struct ListPartitionReassignmentsResponse {
  static constexpr Api api = list_partition_reassignments_api;
  struct OngoingTopicReassignment {
    struct OngoingPartitionReassignment {
      std::int32_t partition_index = 0;
      std::vector<std::int32_t> replicas;
      std::vector<std::int32_t> adding_replicas;
      std::vector<std::int32_t> removing_replicas;

      static void fields(auto& io, auto& self) {
        io("partitionIndex", self.partition_index);
        io("replicas", self.replicas);
        io("addingReplicas", self.adding_replicas);
        io("removingReplicas", self.removing_replicas);
      }
    };

    std::string name;
    std::vector<OngoingPartitionReassignment> partitions;

    static void fields(auto& io, auto& self) {
      io("name", self.name);
      io("partitions", self.partitions);
    }
  };

  std::int32_t throttle_time_ms = 0;
  ErrorCode error_code = ErrorCode::none;
  std::optional<std::string> error_message = "";
  std::vector<OngoingTopicReassignment> topics;

  static void fields(auto& io, auto& self) {
    io("throttleTimeMs", self.throttle_time_ms);
    io("errorCode", self.error_code);
    io("errorMessage", self.error_message);
    io("topics", self.topics);
  }
};

}  // namespace dogear::protocol
