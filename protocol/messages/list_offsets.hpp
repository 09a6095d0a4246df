// ListOffsets (key 2), v1-11, flexible from v6.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api list_offsets_api{
    .key = 2, .name = "ListOffsets", .versions = between(1, 11), .flexible_since = 6};

struct ListOffsetsRequest {
  static constexpr Api api = list_offsets_api;
  struct Topic {
    struct Partition {
      std::int32_t partition_index = 0;
      std::int32_t current_leader_epoch = -1;
      std::int64_t timestamp = 0;

      static void fields(auto& io, auto& self) {
        io("partitionIndex", self.partition_index);
        io("currentLeaderEpoch", self.current_leader_epoch, since(4));
        io("timestamp", self.timestamp);
      }
    };

    std::string name;
    std::vector<Partition> partitions;

    static void fields(auto& io, auto& self) {
      io("name", self.name);
      io("partitions", self.partitions);
    }
  };

  std::int32_t replica_id = 0;
  std::int8_t isolation_level = 0;
  std::vector<Topic> topics;
  std::int32_t timeout_ms = 0;

  static void fields(auto& io, auto& self) {
    io("replicaId", self.replica_id);
    io("isolationLevel", self.isolation_level, since(2));
    io("topics", self.topics);
    io("timeoutMs", self.timeout_ms, since(10));
  }
};

struct ListOffsetsResponse {
  static constexpr Api api = list_offsets_api;
  struct TopicResponse {
    struct PartitionResponse {
      std::int32_t partition_index = 0;
      ErrorCode error_code = ErrorCode::none;
      std::int64_t timestamp = -1;
      std::int64_t offset = -1;
      std::int32_t leader_epoch = -1;

      static void fields(auto& io, auto& self) {
        io("partitionIndex", self.partition_index);
        io("errorCode", self.error_code);
        io("timestamp", self.timestamp);
        io("offset", self.offset);
        io("leaderEpoch", self.leader_epoch, since(4));
      }
    };

    std::string name;
    std::vector<PartitionResponse> partitions;

    static void fields(auto& io, auto& self) {
      io("name", self.name);
      io("partitions", self.partitions);
    }
  };

  std::int32_t throttle_time_ms = 0;
  std::vector<TopicResponse> topics;

  static void fields(auto& io, auto& self) {
    io("throttleTimeMs", self.throttle_time_ms, since(2));
    io("topics", self.topics);
  }
};

}  // namespace dogear::protocol
