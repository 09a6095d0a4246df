// DescribeCluster v0-2: the nodes and the controller.
//   v1    for the endpoints of brokers or controllers (KIP-919); errors for the wrong type
//   v2    may include fenced brokers, of which there are none
#include "protocol/messages/describe_cluster.hpp"

#include <fmt/format.h>

#include "broker/authorized_operations.hpp"
#include "broker/cluster.hpp"
#include "broker/node_endpoints.hpp"
#include "broker/serve.hpp"

namespace dogear::broker {
namespace {

using protocol::DescribeClusterRequest;
using protocol::DescribeClusterResponse;

constexpr std::int8_t brokers = 1;
constexpr std::int8_t controllers = 2;

DescribeClusterResponse refused(ErrorCode error, std::optional<std::string> message) {
  DescribeClusterResponse response;
  response.error_code = error;
  response.error_message = std::move(message);
  return response;
}

DescribeClusterResponse failure(const DescribeClusterRequest&, ErrorCode error) {
  return refused(error, std::nullopt);
}

DescribeClusterResponse wrong_endpoint(const Call& call, std::int8_t asked) {
  const auto error = [&](ErrorCode since_v1) {
    return call.version == 0 ? ErrorCode::invalid_request : since_v1;
  };
  if (asked == controllers)
    return refused(error(ErrorCode::mismatched_endpoint_type),
                   "The request was sent to an endpoint of type BROKER, but we wanted an endpoint "
                   "of type CONTROLLER");
  return refused(error(ErrorCode::unsupported_endpoint_type),
                 fmt::format("Unsupported endpoint type {}", asked));
}

DescribeClusterResponse describe_cluster(const Cluster& cluster, const Call& call,
                                         const DescribeClusterRequest& request) {
  if (request.endpoint_type != brokers) return wrong_endpoint(call, request.endpoint_type);
  DescribeClusterResponse response;
  response.cluster_id = cluster.id;
  response.controller_id = cluster.nodes.front().id;
  for (const auto& node : cluster.nodes) {
    auto [host, port] = address_of(node, call.peer);
    response.brokers.push_back({node.id, std::move(host), port, rack_of_nodes(cluster), false});
  }
  if (request.include_cluster_authorized_operations)
    response.cluster_authorized_operations = all_cluster_operations;
  return response;
}

}  // namespace

constinit const ApiEntry describe_cluster_entry =
    serve<DescribeClusterRequest, describe_cluster, failure>();

}  // namespace dogear::broker
