// CreatePartitions (key 37), v0-3, flexible from v2.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api create_partitions_api{
    .key = 37, .name = "CreatePartitions", .versions = between(0, 3), .flexible_since = 2};

struct CreatePartitionsRequest {
  static constexpr Api api = create_partitions_api;
  struct CreatePartitionsTopic {
    struct CreatePartitionsAssignment {
      std::vector<std::int32_t> broker_ids;

      static void fields(auto& io, auto& self) { io("brokerIds", self.broker_ids); }
    };

    std::string name;
    std::int32_t count = 0;
    std::optional<std::vector<CreatePartitionsAssignment>> assignments =
        std::vector<CreatePartitionsAssignment>{};

    static void fields(auto& io, auto& self) {
      io("name", self.name);
      io("count", self.count);
      io("assignments", self.assignments);
    }
  };

  std::vector<CreatePartitionsTopic> topics;
  std::int32_t timeout_ms = 0;
  bool validate_only = false;

  static void fields(auto& io, auto& self) {
    io("topics", self.topics);
    io("timeoutMs", self.timeout_ms);
    io("validateOnly", self.validate_only);
  }
};

struct CreatePartitionsResponse {
  static constexpr Api api = create_partitions_api;
  struct CreatePartitionsTopicResult {
    std::string name;
    ErrorCode error_code = ErrorCode::none;
    std::optional<std::string> error_message;

    static void fields(auto& io, auto& self) {
      io("name", self.name);
      io("errorCode", self.error_code);
      io("errorMessage", self.error_message);
    }
  };

  std::int32_t throttle_time_ms = 0;
  std::vector<CreatePartitionsTopicResult> results;

  static void fields(auto& io, auto& self) {
    io("throttleTimeMs", self.throttle_time_ms);
    io("results", self.results);
  }
};

}  // namespace dogear::protocol
