// AlterClientQuotas (key 49), v0-1, flexible from v1.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api alter_client_quotas_api{
    .key = 49, .name = "AlterClientQuotas", .versions = between(0, 1), .flexible_since = 1};

struct AlterClientQuotasRequest {
  static constexpr Api api = alter_client_quotas_api;
  struct EntryData {
    struct EntityData {
      std::string entity_type;
      std::optional<std::string> entity_name = "";

      static void fields(auto& io, auto& self) {
        io("entityType", self.entity_type);
        io("entityName", self.entity_name);
      }
    };

    struct OpData {
      std::string key;
      double value = 0;
      bool remove = false;

      static void fields(auto& io, auto& self) {
        io("key", self.key);
        io("value", self.value);
        io("remove", self.remove);
      }
    };

    std::vector<EntityData> entity;
    std::vector<OpData> ops;

    static void fields(auto& io, auto& self) {
      io("entity", self.entity);
      io("ops", self.ops);
    }
  };

  std::vector<EntryData> entries;
  bool validate_only = false;

  static void fields(auto& io, auto& self) {
    io("entries", self.entries);
    io("validateOnly", self.validate_only);
  }
};

struct AlterClientQuotasResponse {
  static constexpr Api api = alter_client_quotas_api;
  struct EntryData {
    struct EntityData {
      std::string entity_type;
      std::optional<std::string> entity_name = "";

      static void fields(auto& io, auto& self) {
        io("entityType", self.entity_type);
        io("entityName", self.entity_name);
      }
    };

    ErrorCode error_code = ErrorCode::none;
    std::optional<std::string> error_message = "";
    std::vector<EntityData> entity;

    static void fields(auto& io, auto& self) {
      io("errorCode", self.error_code);
      io("errorMessage", self.error_message);
      io("entity", self.entity);
    }
  };

  std::int32_t throttle_time_ms = 0;
  std::vector<EntryData> entries;

  static void fields(auto& io, auto& self) {
    io("throttleTimeMs", self.throttle_time_ms);
    io("entries", self.entries);
  }
};

}  // namespace dogear::protocol
