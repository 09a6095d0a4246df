// IncrementalAlterConfigs (key 44), v0-1, flexible from v1.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api incremental_alter_configs_api{
    .key = 44, .name = "IncrementalAlterConfigs", .versions = between(0, 1), .flexible_since = 1};

struct IncrementalAlterConfigsRequest {
  static constexpr Api api = incremental_alter_configs_api;
  struct AlterConfigsResource {
    struct AlterableConfig {
      std::string name;
      std::int8_t config_operation = 0;
      std::optional<std::string> value = "";

      static void fields(auto& io, auto& self) {
        io("name", self.name);
        io("configOperation", self.config_operation);
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

struct IncrementalAlterConfigsResponse {
  static constexpr Api api = incremental_alter_configs_api;
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
