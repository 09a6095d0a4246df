// LeaveGroup (key 13), v0-5, flexible from v4.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api leave_group_api{
    .key = 13, .name = "LeaveGroup", .versions = between(0, 5), .flexible_since = 4};

struct LeaveGroupRequest {
  static constexpr Api api = leave_group_api;
  struct MemberIdentity {
    std::string member_id;
    std::optional<std::string> group_instance_id;
    std::optional<std::string> reason;

    static void fields(auto& io, auto& self) {
      io("memberId", self.member_id, since(3));
      io("groupInstanceId", self.group_instance_id, since(3));
      io("reason", self.reason, since(5));
    }
  };

  std::string group_id;
  std::string member_id;
  std::vector<MemberIdentity> members;

  static void fields(auto& io, auto& self) {
    io("groupId", self.group_id);
    io("memberId", self.member_id, until(2));
    io("members", self.members, since(3));
  }
};

struct LeaveGroupResponse {
  static constexpr Api api = leave_group_api;
  struct MemberResponse {
    std::string member_id;
    std::optional<std::string> group_instance_id = "";
    ErrorCode error_code = ErrorCode::none;

    static void fields(auto& io, auto& self) {
      io("memberId", self.member_id, since(3));
      io("groupInstanceId", self.group_instance_id, since(3));
      io("errorCode", self.error_code, since(3));
    }
  };

  std::int32_t throttle_time_ms = 0;
  ErrorCode error_code = ErrorCode::none;
  std::vector<MemberResponse> members;

  static void fields(auto& io, auto& self) {
    io("throttleTimeMs", self.throttle_time_ms, since(1));
    io("errorCode", self.error_code);
    io("members", self.members, since(3));
  }
};

}  // namespace dogear::protocol
