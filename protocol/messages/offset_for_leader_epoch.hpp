// OffsetForLeaderEpoch (key 23), v2-4, flexible from v4.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api offset_for_leader_epoch_api{
    .key = 23, .name = "OffsetForLeaderEpoch", .versions = between(2, 4), .flexible_since = 4};

struct OffsetForLeaderEpochRequest {
  static constexpr Api api = offset_for_leader_epoch_api;
  struct OffsetForLeaderTopic {
    struct OffsetForLeaderPartition {
      std::int32_t partition = 0;
      std::int32_t current_leader_epoch = -1;
      std::int32_t leader_epoch = 0;

      static void fields(auto& io, auto& self) {
        io("partition", self.partition);
        io("currentLeaderEpoch", self.current_leader_epoch);
        io("leaderEpoch", self.leader_epoch);
      }
    };

    std::string topic;
    std::vector<OffsetForLeaderPartition> partitions;

    static void fields(auto& io, auto& self) {
      io("topic", self.topic);
      io("partitions", self.partitions);
    }
  };

  std::int32_t replica_id = -2;
  std::vector<OffsetForLeaderTopic> topics;

  static void fields(auto& io, auto& self) {
    io("replicaId", self.replica_id, since(3));
    io("topics", self.topics);
  }
};

struct OffsetForLeaderEpochResponse {
  static constexpr Api api = offset_for_leader_epoch_api;
  struct OffsetForLeaderTopicResult {
    struct EpochEndOffset {
      ErrorCode error_code = ErrorCode::none;
      std::int32_t partition = 0;
      std::int32_t leader_epoch = -1;
      std::int64_t end_offset = -1;

      static void fields(auto& io, auto& self) {
        io("errorCode", self.error_code);
        io("partition", self.partition);
        io("leaderEpoch", self.leader_epoch);
        io("endOffset", self.end_offset);
      }
    };

    std::string topic;
    std::vector<EpochEndOffset> partitions;

    static void fields(auto& io, auto& self) {
      io("topic", self.topic);
      io("partitions", self.partitions);
    }
  };

  std::int32_t throttle_time_ms = 0;
  std::vector<OffsetForLeaderTopicResult> topics;

  static void fields(auto& io, auto& self) {
    io("throttleTimeMs", self.throttle_time_ms);
    io("topics", self.topics);
  }
};

}  // namespace dogear::protocol
