// OffsetFetch (key 9), v1-10, flexible from v6.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "base/uuid.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api offset_fetch_api{
    .key = 9, .name = "OffsetFetch", .versions = between(1, 10), .flexible_since = 6};

struct OffsetFetchRequest {
  static constexpr Api api = offset_fetch_api;
  struct Topic {
    std::string name;
    std::vector<std::int32_t> partition_indexes;

    static void fields(auto& io, auto& self) {
      io("name", self.name, until(7));
      io("partitionIndexes", self.partition_indexes, until(7));
    }
  };

  struct Group {
    struct Topics {
      std::string name;
      Uuid topic_id;
      std::vector<std::int32_t> partition_indexes;

      static void fields(auto& io, auto& self) {
        io("name", self.name, between(8, 9));
        io("topicId", self.topic_id, since(10));
        io("partitionIndexes", self.partition_indexes, since(8));
      }
    };

    std::string group_id;
    std::optional<std::string> member_id;
    std::int32_t member_epoch = -1;
    std::optional<std::vector<Topics>> topics = std::vector<Topics>{};

    static void fields(auto& io, auto& self) {
      io("groupId", self.group_id, since(8));
      io("memberId", self.member_id, since(9));
      io("memberEpoch", self.member_epoch, since(9));
      io("topics", self.topics, since(8));
    }
  };

  std::string group_id;
  std::optional<std::vector<Topic>> topics = std::vector<Topic>{};
  std::vector<Group> groups;
  bool require_stable = false;

  static void fields(auto& io, auto& self) {
    io("groupId", self.group_id, until(7));
    io("topics", self.topics, until(7), nullable(between(2, 7)));
    io("groups", self.groups, since(8));
    io("requireStable", self.require_stable, since(7));
  }
};

struct OffsetFetchResponse {
  static constexpr Api api = offset_fetch_api;
  struct Topic {
    struct Partition {
      std::int32_t partition_index = 0;
      std::int64_t committed_offset = 0;
      std::int32_t committed_leader_epoch = -1;
      std::optional<std::string> metadata = "";
      ErrorCode error_code = ErrorCode::none;

      static void fields(auto& io, auto& self) {
        io("partitionIndex", self.partition_index, until(7));
        io("committedOffset", self.committed_offset, until(7));
        io("committedLeaderEpoch", self.committed_leader_epoch, between(5, 7));
        io("metadata", self.metadata, until(7));
        io("errorCode", self.error_code, until(7));
      }
    };

    std::string name;
    std::vector<Partition> partitions;

    static void fields(auto& io, auto& self) {
      io("name", self.name, until(7));
      io("partitions", self.partitions, until(7));
    }
  };

  struct Group {
    struct Topics {
      struct Partitions {
        std::int32_t partition_index = 0;
        std::int64_t committed_offset = 0;
        std::int32_t committed_leader_epoch = -1;
        std::optional<std::string> metadata = "";
        ErrorCode error_code = ErrorCode::none;

        static void fields(auto& io, auto& self) {
          io("partitionIndex", self.partition_index, since(8));
          io("committedOffset", self.committed_offset, since(8));
          io("committedLeaderEpoch", self.committed_leader_epoch, since(8));
          io("metadata", self.metadata, since(8));
          io("errorCode", self.error_code, since(8));
        }
      };

      std::string name;
      Uuid topic_id;
      std::vector<Partitions> partitions;

      static void fields(auto& io, auto& self) {
        io("name", self.name, between(8, 9));
        io("topicId", self.topic_id, since(10));
        io("partitions", self.partitions, since(8));
      }
    };

    std::string group_id;
    std::vector<Topics> topics;
    ErrorCode error_code = ErrorCode::none;

    static void fields(auto& io, auto& self) {
      io("groupId", self.group_id, since(8));
      io("topics", self.topics, since(8));
      io("errorCode", self.error_code, since(8));
    }
  };

  std::int32_t throttle_time_ms = 0;
  std::vector<Topic> topics;
  ErrorCode error_code = ErrorCode::none;
  std::vector<Group> groups;

  static void fields(auto& io, auto& self) {
    io("throttleTimeMs", self.throttle_time_ms, since(3));
    io("topics", self.topics, until(7));
    io("errorCode", self.error_code, between(2, 7));
    io("groups", self.groups, since(8));
  }
};

}  // namespace dogear::protocol
