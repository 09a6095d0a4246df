// DescribeCluster (key 60), v0-2, flexible.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api describe_cluster_api{
    .key = 60, .name = "DescribeCluster", .versions = between(0, 2), .flexible_since = 0};

struct DescribeClusterRequest {
  static constexpr Api api = describe_cluster_api;
  bool include_cluster_authorized_operations = false;
  std::int8_t endpoint_type = 1;
  bool include_fenced_brokers = false;

  static void fields(auto& io, auto& self) {
    io("includeClusterAuthorizedOperations", self.include_cluster_authorized_operations);
    io("endpointType", self.endpoint_type, since(1));
    io("includeFencedBrokers", self.include_fenced_brokers, since(2));
  }
};

struct DescribeClusterResponse {
  static constexpr Api api = describe_cluster_api;
  struct DescribeClusterBroker {
    std::int32_t broker_id = 0;
    std::string host;
    std::int32_t port = 0;
    std::optional<std::string> rack;
    bool is_fenced = false;

    static void fields(auto& io, auto& self) {
      io("brokerId", self.broker_id);
      io("host", self.host);
      io("port", self.port);
      io("rack", self.rack);
      io("isFenced", self.is_fenced, since(2));
    }
  };

  std::int32_t throttle_time_ms = 0;
  ErrorCode error_code = ErrorCode::none;
  std::optional<std::string> error_message;
  std::int8_t endpoint_type = 1;
  std::string cluster_id;
  std::int32_t controller_id = -1;
  std::vector<DescribeClusterBroker> brokers;
  std::int32_t cluster_authorized_operations = -2147483648;

  static void fields(auto& io, auto& self) {
    io("throttleTimeMs", self.throttle_time_ms);
    io("errorCode", self.error_code);
    io("errorMessage", self.error_message);
    io("endpointType", self.endpoint_type, since(1));
    io("clusterId", self.cluster_id);
    io("controllerId", self.controller_id);
    io("brokers", self.brokers);
    io("clusterAuthorizedOperations", self.cluster_authorized_operations);
  }
};

}  // namespace dogear::protocol
