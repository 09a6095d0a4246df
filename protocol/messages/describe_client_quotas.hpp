// DescribeClientQuotas (key 48), v0-1, flexible from v1.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api describe_client_quotas_api{
    .key = 48, .name = "DescribeClientQuotas", .versions = between(0, 1), .flexible_since = 1};

struct DescribeClientQuotasRequest {
  static constexpr Api api = describe_client_quotas_api;
  struct ComponentData {
    std::string entity_type;
    std::int8_t match_type = 0;
    std::optional<std::string> match = "";

    static void fields(auto& io, auto& self) {
      io("entityType", self.entity_type);
      io("matchType", self.match_type);
      io("match", self.match);
    }
  };

  std::vector<ComponentData> components;
  bool strict = false;

  static void fields(auto& io, auto& self) {
    io("components", self.components);
    io("strict", self.strict);
  }
};

struct DescribeClientQuotasResponse {
  static constexpr Api api = describe_client_quotas_api;
  struct EntryData {
    struct EntityData {
      std::string entity_type;
      std::optional<std::string> entity_name = "";

      static void fields(auto& io, auto& self) {
        io("entityType", self.entity_type);
        io("entityName", self.entity_name);
      }
    };

    struct ValueData {
      std::string key;
      double value = 0;

      static void fields(auto& io, auto& self) {
        io("key", self.key);
        io("value", self.value);
      }
    };

    std::vector<EntityData> entity;
    std::vector<ValueData> values;

    static void fields(auto& io, auto& self) {
      io("entity", self.entity);
      io("values", self.values);
    }
  };

  std::int32_t throttle_time_ms = 0;
  ErrorCode error_code = ErrorCode::none;
  std::optional<std::string> error_message = "";
  std::optional<std::vector<EntryData>> entries = std::vector<EntryData>{};

  static void fields(auto& io, auto& self) {
    io("throttleTimeMs", self.throttle_time_ms);
    io("errorCode", self.error_code);
    io("errorMessage", self.error_message);
    io("entries", self.entries);
  }
};

}  // namespace dogear::protocol
