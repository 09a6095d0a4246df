// OffsetCommit (key 8), v2-10, flexible from v8.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "base/uuid.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api offset_commit_api{
    .key = 8, .name = "OffsetCommit", .versions = between(2, 10), .flexible_since = 8};

struct OffsetCommitRequest {
  static constexpr Api api = offset_commit_api;
  struct Topic {
    struct Partition {
      std::int32_t partition_index = 0;
      std::int64_t committed_offset = 0;
      std::int32_t committed_leader_epoch = -1;
      std::optional<std::string> committed_metadata = "";

      static void fields(auto& io, auto& self) {
        io("partitionIndex", self.partition_index);
        io("committedOffset", self.committed_offset);
        io("committedLeaderEpoch", self.committed_leader_epoch, since(6));
        io("committedMetadata", self.committed_metadata);
      }
    };

    std::string name;
    Uuid topic_id;
    std::vector<Partition> partitions;

    static void fields(auto& io, auto& self) {
      io("name", self.name, until(9));
      io("topicId", self.topic_id, since(10));
      io("partitions", self.partitions);
    }
  };

  std::string group_id;
  std::int32_t generation_id_or_member_epoch = -1;
  std::string member_id;
  std::optional<std::string> group_instance_id;
  std::int64_t retention_time_ms = -1;
  std::vector<Topic> topics;

  static void fields(auto& io, auto& self) {
    io("groupId", self.group_id);
    io("generationIdOrMemberEpoch", self.generation_id_or_member_epoch);
    io("memberId", self.member_id);
    io("groupInstanceId", self.group_instance_id, since(7));
    io("retentionTimeMs", self.retention_time_ms, until(4));
    io("topics", self.topics);
  }
};

struct OffsetCommitResponse {
  static constexpr Api api = offset_commit_api;
  struct Topic {
    struct Partition {
      std::int32_t partition_index = 0;
      ErrorCode error_code = ErrorCode::none;

      static void fields(auto& io, auto& self) {
        io("partitionIndex", self.partition_index);
        io("errorCode", self.error_code);
      }
    };

    std::string name;
    Uuid topic_id;
    std::vector<Partition> partitions;

    static void fields(auto& io, auto& self) {
      io("name", self.name, until(9));
      io("topicId", self.topic_id, since(10));
      io("partitions", self.partitions);
    }
  };

  std::int32_t throttle_time_ms = 0;
  std::vector<Topic> topics;

  static void fields(auto& io, auto& self) {
    io("throttleTimeMs", self.throttle_time_ms, since(3));
    io("topics", self.topics);
  }
};

}  // namespace dogear::protocol
