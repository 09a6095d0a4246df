// ListConfigResources (key 74), v0-1, flexible.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api list_config_resources_api{
    .key = 74, .name = "ListConfigResources", .versions = between(0, 1), .flexible_since = 0};

struct ListConfigResourcesRequest {
  static constexpr Api api = list_config_resources_api;
  std::vector<std::int8_t> resource_types;

  static void fields(auto& io, auto& self) { io("resourceTypes", self.resource_types, since(1)); }
};

struct ListConfigResourcesResponse {
  static constexpr Api api = list_config_resources_api;
  struct ConfigResource {
    std::string resource_name;
    std::int8_t resource_type = 16;

    static void fields(auto& io, auto& self) {
      io("resourceName", self.resource_name);
      io("resourceType", self.resource_type, since(1));
    }
  };

  std::int32_t throttle_time_ms = 0;
  ErrorCode error_code = ErrorCode::none;
  std::vector<ConfigResource> config_resources;

  static void fields(auto& io, auto& self) {
    io("throttleTimeMs", self.throttle_time_ms);
    io("errorCode", self.error_code);
    io("configResources", self.config_resources);
  }
};

}  // namespace dogear::protocol
