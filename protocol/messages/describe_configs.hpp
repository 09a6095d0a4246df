// DescribeConfigs (key 32), v1-4, flexible from v4.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api describe_configs_api{
    .key = 32, .name = "DescribeConfigs", .versions = between(1, 4), .flexible_since = 4};

struct DescribeConfigsRequest {
  static constexpr Api api = describe_configs_api;
  struct DescribeConfigsResource {
    std::int8_t resource_type = 0;
    std::string resource_name;
    std::optional<std::vector<std::string>> configuration_keys = std::vector<std::string>{};

    static void fields(auto& io, auto& self) {
      io("resourceType", self.resource_type);
      io("resourceName", self.resource_name);
      io("configurationKeys", self.configuration_keys);
    }
  };

  std::vector<DescribeConfigsResource> resources;
  bool include_synonyms = false;
  bool include_documentation = false;

  static void fields(auto& io, auto& self) {
    io("resources", self.resources);
    io("includeSynonyms", self.include_synonyms);
    io("includeDocumentation", self.include_documentation, since(3));
  }
};

struct DescribeConfigsResponse {
  static constexpr Api api = describe_configs_api;
  struct DescribeConfigsResult {
    struct DescribeConfigsResourceResult {
      struct DescribeConfigsSynonym {
        std::string name;
        std::optional<std::string> value = "";
        std::int8_t source = 0;

        static void fields(auto& io, auto& self) {
          io("name", self.name);
          io("value", self.value);
          io("source", self.source);
        }
      };

      std::string name;
      std::optional<std::string> value = "";
      bool read_only = false;
      std::int8_t config_source = -1;
      bool is_sensitive = false;
      std::vector<DescribeConfigsSynonym> synonyms;
      std::int8_t config_type = 0;
      std::optional<std::string> documentation = "";

      static void fields(auto& io, auto& self) {
        io("name", self.name);
        io("value", self.value);
        io("readOnly", self.read_only);
        io("configSource", self.config_source);
        io("isSensitive", self.is_sensitive);
        io("synonyms", self.synonyms);
        io("configType", self.config_type, since(3));
        io("documentation", self.documentation, since(3));
      }
    };

    ErrorCode error_code = ErrorCode::none;
    std::optional<std::string> error_message = "";
    std::int8_t resource_type = 0;
    std::string resource_name;
    std::vector<DescribeConfigsResourceResult> configs;

    static void fields(auto& io, auto& self) {
      io("errorCode", self.error_code);
      io("errorMessage", self.error_message);
      io("resourceType", self.resource_type);
      io("resourceName", self.resource_name);
      io("configs", self.configs);
    }
  };

  std::int32_t throttle_time_ms = 0;
  std::vector<DescribeConfigsResult> results;

  static void fields(auto& io, auto& self) {
    io("throttleTimeMs", self.throttle_time_ms);
    io("results", self.results);
  }
};

}  // namespace dogear::protocol
