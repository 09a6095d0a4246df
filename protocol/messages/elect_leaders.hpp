// ElectLeaders (key 43), v0-2, flexible from v2.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api elect_leaders_api{
    .key = 43, .name = "ElectLeaders", .versions = between(0, 2), .flexible_since = 2};

struct ElectLeadersRequest {
  static constexpr Api api = elect_leaders_api;
  struct TopicPartitions {
    std::string topic;
    std::vector<std::int32_t> partitions;

    static void fields(auto& io, auto& self) {
      io("topic", self.topic);
      io("partitions", self.partitions);
    }
  };

  std::int8_t election_type = 0;
  std::optional<std::vector<TopicPartitions>> topic_partitions = std::vector<TopicPartitions>{};
  std::int32_t timeout_ms = 60000;

  static void fields(auto& io, auto& self) {
    io("electionType", self.election_type, since(1));
    io("topicPartitions", self.topic_partitions);
    io("timeoutMs", self.timeout_ms);
  }
};

struct ElectLeadersResponse {
  static constexpr Api api = elect_leaders_api;
  struct ReplicaElectionResult {
    struct PartitionResult {
      std::int32_t partition_id = 0;
      ErrorCode error_code = ErrorCode::none;
      std::optional<std::string> error_message = "";

      static void fields(auto& io, auto& self) {
        io("partitionId", self.partition_id);
        io("errorCode", self.error_code);
        io("errorMessage", self.error_message);
      }
    };

    std::string topic;
    std::vector<PartitionResult> partition_result;

    static void fields(auto& io, auto& self) {
      io("topic", self.topic);
      io("partitionResult", self.partition_result);
    }
  };

  std::int32_t throttle_time_ms = 0;
  ErrorCode error_code = ErrorCode::none;
  std::vector<ReplicaElectionResult> replica_election_results;

  static void fields(auto& io, auto& self) {
    io("throttleTimeMs", self.throttle_time_ms);
    io("errorCode", self.error_code, since(1));
    io("replicaElectionResults", self.replica_election_results);
  }
};

}  // namespace dogear::protocol
