// Heartbeat (key 12), v0-4, flexible from v4.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "base/error_code.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api heartbeat_api{
    .key = 12, .name = "Heartbeat", .versions = between(0, 4), .flexible_since = 4};

struct HeartbeatRequest {
  static constexpr Api api = heartbeat_api;
  std::string group_id;
  std::int32_t generation_id = 0;
  std::string member_id;
  std::optional<std::string> group_instance_id;

  static void fields(auto& io, auto& self) {
    io("groupId", self.group_id);
    io("generationId", self.generation_id);
    io("memberId", self.member_id);
    io("groupInstanceId", self.group_instance_id, since(3));
  }
};

struct HeartbeatResponse {
  static constexpr Api api = heartbeat_api;
  std::int32_t throttle_time_ms = 0;
  ErrorCode error_code = ErrorCode::none;

  static void fields(auto& io, auto& self) {
    io("throttleTimeMs", self.throttle_time_ms, since(1));
    io("errorCode", self.error_code);
  }
};

}  // namespace dogear::protocol
