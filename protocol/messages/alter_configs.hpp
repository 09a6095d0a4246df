// AlterConfigs (key 33), v0-2, flexible from v2.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api alter_configs_api{
    .key = 33, .name = "AlterConfigs", .versions = between(0, 2), .flexible_since = 2};

struct AlterConfigsRequest {
  static constexpr Api api = alter_configs_api;
  struct AlterConfigsResource {
    struct AlterableConfig {
      std::string name;
      std::optional<std::string> value = "";

      static void fields(auto& io, auto& self) {
        io("name", self.name);
        io("value", self.value);
      }
    };

    std::int8_t resource_type = 0;
    std::string resource_name;
    std::vector<AlterableConfig> configs;

    static void fields(auto& io, auto& self) {
      io("resourceType", self.resource_type);
      io("resourceName", self.resource_name);
      io("configs", self.configs);
    }
  };

  std::vector<AlterConfigsResource> resources;
  bool validate_only = false;

  static void fields(auto& io, auto& self) {
    io("resources", self.resources);
    io("validateOnly", self.validate_only);
  }
};

struct AlterConfigsResponse {
  static constexpr Api api = alter_configs_api;
  struct AlterConfigsResourceResponse {
    ErrorCode error_code = ErrorCode::none;
    std::optional<std::string> error_message = "";
    std::int8_t resource_type = 0;
    std::string resource_name;

    static void fields(auto& io, auto& self) {
      io("errorCode", self.error_code);
      io("errorMessage", self.error_message);
      io("resourceType", self.resource_type);
      io("resourceName", self.resource_name);
    }
  };

  std::int32_t throttle_time_ms = 0;
  std::vector<AlterConfigsResourceResponse> responses;

  static void fields(auto& io, auto& self) {
    io("throttleTimeMs", self.throttle_time_ms);
    io("responses", self.responses);
  }
};

}  // namespace dogear::protocol
