// SyncGroup (key 14), v0-5, flexible from v4.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "base/slice.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api sync_group_api{
    .key = 14, .name = "SyncGroup", .versions = between(0, 5), .flexible_since = 4};

struct SyncGroupRequest {
  static constexpr Api api = sync_group_api;
  struct Assignment {
    std::string member_id;
    Slice assignment;

    static void fields(auto& io, auto& self) {
      io("memberId", self.member_id);
      io("assignment", self.assignment);
    }
  };

  std::string group_id;
  std::int32_t generation_id = 0;
  std::string member_id;
  std::optional<std::string> group_instance_id;
  std::optional<std::string> protocol_type;
  std::optional<std::string> protocol_name;
  std::vector<Assignment> assignments;

  static void fields(auto& io, auto& self) {
    io("groupId", self.group_id);
    io("generationId", self.generation_id);
    io("memberId", self.member_id);
    io("groupInstanceId", self.group_instance_id, since(3));
    io("protocolType", self.protocol_type, since(5));
    io("protocolName", self.protocol_name, since(5));
    io("assignments", self.assignments);
  }
};

struct SyncGroupResponse {
  static constexpr Api api = sync_group_api;
  std::int32_t throttle_time_ms = 0;
  ErrorCode error_code = ErrorCode::none;
  std::optional<std::string> protocol_type;
  std::optional<std::string> protocol_name;
  Slice assignment;

  static void fields(auto& io, auto& self) {
    io("throttleTimeMs", self.throttle_time_ms, since(1));
    io("errorCode", self.error_code);
    io("protocolType", self.protocol_type, since(5));
    io("protocolName", self.protocol_name, since(5));
    io("assignment", self.assignment);
  }
};

}  // namespace dogear::protocol
