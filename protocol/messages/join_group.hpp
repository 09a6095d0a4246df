// JoinGroup (key 11), v0-9, flexible from v6.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "base/slice.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api join_group_api{
    .key = 11, .name = "JoinGroup", .versions = between(0, 9), .flexible_since = 6};

struct JoinGroupRequest {
  static constexpr Api api = join_group_api;
  struct Protocol {
    std::string name;
    Slice metadata;

    static void fields(auto& io, auto& self) {
      io("name", self.name);
      io("metadata", self.metadata);
    }
  };

  std::string group_id;
  std::int32_t session_timeout_ms = 0;
  std::int32_t rebalance_timeout_ms = -1;
  std::string member_id;
  std::optional<std::string> group_instance_id;
  std::string protocol_type;
  std::vector<Protocol> protocols;
  std::optional<std::string> reason;

  static void fields(auto& io, auto& self) {
    io("groupId", self.group_id);
    io("sessionTimeoutMs", self.session_timeout_ms);
    io("rebalanceTimeoutMs", self.rebalance_timeout_ms, since(1));
    io("memberId", self.member_id);
    io("groupInstanceId", self.group_instance_id, since(5));
    io("protocolType", self.protocol_type);
    io("protocols", self.protocols);
    io("reason", self.reason, since(8));
  }
};

struct JoinGroupResponse {
  static constexpr Api api = join_group_api;
  struct Member {
    std::string member_id;
    std::optional<std::string> group_instance_id;
    Slice metadata;

    static void fields(auto& io, auto& self) {
      io("memberId", self.member_id);
      io("groupInstanceId", self.group_instance_id, since(5));
      io("metadata", self.metadata);
    }
  };

  std::int32_t throttle_time_ms = 0;
  ErrorCode error_code = ErrorCode::none;
  std::int32_t generation_id = -1;
  std::optional<std::string> protocol_type;
  std::optional<std::string> protocol_name = "";
  std::string leader;
  bool skip_assignment = false;
  std::string member_id;
  std::vector<Member> members;

  static void fields(auto& io, auto& self) {
    io("throttleTimeMs", self.throttle_time_ms, since(2));
    io("errorCode", self.error_code);
    io("generationId", self.generation_id);
    io("protocolType", self.protocol_type, since(7));
    io("protocolName", self.protocol_name, nullable(since(7)));
    io("leader", self.leader);
    io("skipAssignment", self.skip_assignment, since(9));
    io("memberId", self.member_id);
    io("members", self.members);
  }
};

}  // namespace dogear::protocol
