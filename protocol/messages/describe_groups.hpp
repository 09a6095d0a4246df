// DescribeGroups (key 15), v0-6, flexible from v5.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "base/slice.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api describe_groups_api{
    .key = 15, .name = "DescribeGroups", .versions = between(0, 6), .flexible_since = 5};

struct DescribeGroupsRequest {
  static constexpr Api api = describe_groups_api;
  std::vector<std::string> groups;
  bool include_authorized_operations = false;

  static void fields(auto& io, auto& self) {
    io("groups", self.groups);
    io("includeAuthorizedOperations", self.include_authorized_operations, since(3));
  }
};

struct DescribeGroupsResponse {
  static constexpr Api api = describe_groups_api;
  struct DescribedGroup {
    struct DescribedGroupMember {
      std::string member_id;
      std::optional<std::string> group_instance_id;
      std::string client_id;
      std::string client_host;
      Slice member_metadata;
      Slice member_assignment;

      static void fields(auto& io, auto& self) {
        io("memberId", self.member_id);
        io("groupInstanceId", self.group_instance_id, since(4));
        io("clientId", self.client_id);
        io("clientHost", self.client_host);
        io("memberMetadata", self.member_metadata);
        io("memberAssignment", self.member_assignment);
      }
    };

    ErrorCode error_code = ErrorCode::none;
    std::optional<std::string> error_message;
    std::string group_id;
    std::string group_state;
    std::string protocol_type;
    std::string protocol_data;
    std::vector<DescribedGroupMember> members;
    std::int32_t authorized_operations = -2147483648;

    static void fields(auto& io, auto& self) {
      io("errorCode", self.error_code);
      io("errorMessage", self.error_message, since(6));
      io("groupId", self.group_id);
      io("groupState", self.group_state);
      io("protocolType", self.protocol_type);
      io("protocolData", self.protocol_data);
      io("members", self.members);
      io("authorizedOperations", self.authorized_operations, since(3));
    }
  };

  std::int32_t throttle_time_ms = 0;
  std::vector<DescribedGroup> groups;

  static void fields(auto& io, auto& self) {
    io("throttleTimeMs", self.throttle_time_ms, since(1));
    io("groups", self.groups);
  }
};

}  // namespace dogear::protocol
