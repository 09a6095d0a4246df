// DeleteGroups (key 42), v0-2, flexible from v2.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api delete_groups_api{
    .key = 42, .name = "DeleteGroups", .versions = between(0, 2), .flexible_since = 2};

struct DeleteGroupsRequest {
  static constexpr Api api = delete_groups_api;
  std::vector<std::string> groups_names;

  static void fields(auto& io, auto& self) { io("groupsNames", self.groups_names); }
};

struct DeleteGroupsResponse {
  static constexpr Api api = delete_groups_api;
  struct DeletableGroupResult {
    std::string group_id;
    ErrorCode error_code = ErrorCode::none;

    static void fields(auto& io, auto& self) {
      io("groupId", self.group_id);
      io("errorCode", self.error_code);
    }
  };

  std::int32_t throttle_time_ms = 0;
  std::vector<DeletableGroupResult> results;

  static void fields(auto& io, auto& self) {
    io("throttleTimeMs", self.throttle_time_ms);
    io("results", self.results);
  }
};

}  // namespace dogear::protocol
