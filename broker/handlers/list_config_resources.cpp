// ListConfigResources v0-1: the resources that have configs.
//   v1    of all types, or of those in the request (KIP-1142); before, only client metrics
#include "protocol/messages/list_config_resources.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "broker/cluster.hpp"
#include "broker/serve.hpp"

namespace dogear::broker {
namespace {

using protocol::ListConfigResourcesRequest;
using protocol::ListConfigResourcesResponse;
using Type = ConfigResourceType;

ListConfigResourcesResponse failure(const ListConfigResourcesRequest&, ErrorCode error) {
  ListConfigResourcesResponse response;
  response.error_code = error;
  return response;
}

void add(ListConfigResourcesResponse& response, const std::string& name, Type type) {
  response.config_resources.push_back({name, static_cast<std::int8_t>(type)});
}

// As Kafka's image of all topics holds them: in a tree, by the hash codes of their names.
std::vector<std::string> topics_by_hash(const Cluster& cluster) {
  std::vector<std::string> names;
  for (const auto& [name, topic] : cluster.topics.by_name()) names.push_back(name);
  std::stable_sort(names.begin(), names.end(),
                   [](const auto& a, const auto& b) { return java_hash(a) < java_hash(b); });
  return names;
}

void add_all(const Cluster& cluster, Type type, ListConfigResourcesResponse& response) {
  switch (type) {
    case Type::broker:
    case Type::broker_logger:
      for (const auto& node : cluster.nodes) add(response, std::to_string(node.id), type);
      break;
    case Type::topic:
      for (const auto& name : topics_by_hash(cluster)) add(response, name, type);
      break;
    default:
      for (const auto& [resource, settings] : cluster.dynamic_configs)
        if (resource.type == type) add(response, resource.name, type);
  }
}

ListConfigResourcesResponse list(const Cluster& cluster, const Call& call,
                                 const ListConfigResourcesRequest& request) {
  using enum ConfigResourceType;
  const auto& wanted = request.resource_types;
  for (const auto number : wanted)
    if (config_resource_type(number) == unknown)
      return failure(request, ErrorCode::unsupported_version);
  ListConfigResourcesResponse response;
  for (const auto type : {group, client_metrics, broker_logger, broker, topic}) {
    const bool is_wanted = wanted.empty()
                               ? call.version > 0 || type == client_metrics
                               : std::find(wanted.begin(), wanted.end(),
                                           static_cast<std::int8_t>(type)) != wanted.end();
    if (is_wanted) add_all(cluster, type, response);
  }
  return response;
}

}  // namespace

constinit const ApiEntry list_config_resources_entry =
    serve<ListConfigResourcesRequest, list, failure>();

}  // namespace dogear::broker
