// FindCoordinator (key 10), v0-6, flexible from v3.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api find_coordinator_api{
    .key = 10, .name = "FindCoordinator", .versions = between(0, 6), .flexible_since = 3};

struct FindCoordinatorRequest {
  static constexpr Api api = find_coordinator_api;
  std::string key;
  std::int8_t key_type = 0;
  std::vector<std::string> coordinator_keys;

  static void fields(auto& io, auto& self) {
    io("key", self.key, until(3));
    io("keyType", self.key_type, since(1));
    io("coordinatorKeys", self.coordinator_keys, since(4));
  }
};

struct FindCoordinatorResponse {
  static constexpr Api api = find_coordinator_api;
  struct Coordinator {
    std::string key;
    std::int32_t node_id = 0;
    std::string host;
    std::int32_t port = 0;
    ErrorCode error_code = ErrorCode::none;
    std::optional<std::string> error_message = "";

    static void fields(auto& io, auto& self) {
      io("key", self.key, since(4));
      io("nodeId", self.node_id, since(4));
      io("host", self.host, since(4));
      io("port", self.port, since(4));
      io("errorCode", self.error_code, since(4));
      io("errorMessage", self.error_message, since(4));
    }
  };

  std::int32_t throttle_time_ms = 0;
  ErrorCode error_code = ErrorCode::none;
  std::optional<std::string> error_message = "";
  std::int32_t node_id = 0;
  std::string host;
  std::int32_t port = 0;
  std::vector<Coordinator> coordinators;

  static void fields(auto& io, auto& self) {
    io("throttleTimeMs", self.throttle_time_ms, since(1));
    io("errorCode", self.error_code, until(3));
    io("errorMessage", self.error_message, between(1, 3));
    io("nodeId", self.node_id, until(3));
    io("host", self.host, until(3));
    io("port", self.port, until(3));
    io("coordinators", self.coordinators, since(4));
  }
};

}  // namespace dogear::protocol
