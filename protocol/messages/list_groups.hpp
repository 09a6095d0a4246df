// ListGroups (key 16), v0-5, flexible from v3.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api list_groups_api{
    .key = 16, .name = "ListGroups", .versions = between(0, 5), .flexible_since = 3};

struct ListGroupsRequest {
  static constexpr Api api = list_groups_api;
  std::vector<std::string> states_filter;
  std::vector<std::string> types_filter;

  static void fields(auto& io, auto& self) {
    io("statesFilter", self.states_filter, since(4));
    io("typesFilter", self.types_filter, since(5));
  }
};

struct ListGroupsResponse {
  static constexpr Api api = list_groups_api;
  struct ListedGroup {
    std::string group_id;
    std::string protocol_type;
    std::string group_state;
    std::string group_type;

    static void fields(auto& io, auto& self) {
      io("groupId", self.group_id);
      io("protocolType", self.protocol_type);
      io("groupState", self.group_state, since(4));
      io("groupType", self.group_type, since(5));
    }
  };

  std::int32_t throttle_time_ms = 0;
  ErrorCode error_code = ErrorCode::none;
  std::vector<ListedGroup> groups;

  static void fields(auto& io, auto& self) {
    io("throttleTimeMs", self.throttle_time_ms, since(1));
    io("errorCode", self.error_code);
    io("groups", self.groups);
  }
};

}  // namespace dogear::protocol
