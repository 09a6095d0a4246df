// OffsetDelete (key 47), v0-0, never flexible.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api offset_delete_api{
    .key = 47, .name = "OffsetDelete", .versions = between(0, 0)};

struct OffsetDeleteRequest {
  static constexpr Api api = offset_delete_api;
  struct Topic {
    struct Partition {
      std::int32_t partition_index = 0;

      static void fields(auto& io, auto& self) { io("partitionIndex", self.partition_index); }
    };

    std::string name;
    std::vector<Partition> partitions;

    static void fields(auto& io, auto& self) {
      io("name", self.name);
      io("partitions", self.partitions);
    }
  };

  std::string group_id;
  std::vector<Topic> topics;

  static void fields(auto& io, auto& self) {
    io("groupId", self.group_id);
    io("topics", self.topics);
  }
};

struct OffsetDeleteResponse {
  static constexpr Api api = offset_delete_api;
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
    std::vector<Partition> partitions;

    static void fields(auto& io, auto& self) {
      io("name", self.name);
      io("partitions", self.partitions);
    }
  };

  ErrorCode error_code = ErrorCode::none;
  std::int32_t throttle_time_ms = 0;
  std::vector<Topic> topics;

  static void fields(auto& io, auto& self) {
    io("errorCode", self.error_code);
    io("throttleTimeMs", self.throttle_time_ms);
    io("topics", self.topics);
  }
};

}  // namespace dogear::protocol
