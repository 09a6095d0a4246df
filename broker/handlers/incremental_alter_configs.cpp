// IncrementalAlterConfigs v0-1: sets and deletes configs of resources, appends to lists, subtracts
// from them.
//   v1    flexible
#include "protocol/messages/incremental_alter_configs.hpp"

#include "base/error_messages.hpp"
#include "broker/config_alteration.hpp"
#include "broker/serve.hpp"

namespace dogear::broker {
namespace {

using protocol::IncrementalAlterConfigsRequest;
using protocol::IncrementalAlterConfigsResponse;

IncrementalAlterConfigsResponse failure(const IncrementalAlterConfigsRequest& request,
                                        ErrorCode error) {
  IncrementalAlterConfigsResponse response;
  for (const auto& resource : request.resources)
    response.responses.push_back(
        {error, std::string(message_of(error)), resource.resource_type, resource.resource_name});
  return response;
}

IncrementalAlterConfigsResponse alter(Cluster& cluster, const Call& call,
                                      const IncrementalAlterConfigsRequest& request) {
  std::vector<ResourceChange> changes;
  for (const auto& resource : request.resources) {
    auto& change =
        changes.emplace_back(ResourceChange{resource.resource_type, resource.resource_name, {}});
    for (const auto& [name, operation, value] : resource.configs)
      change.configs.push_back({name, static_cast<ConfigOperation>(operation), value});
  }
  auto refusals = alter_configs(cluster, call, changes, Alteration::increments,
                                request.validate_only ? ValidateOnly::yes : ValidateOnly::no);
  IncrementalAlterConfigsResponse response;
  for (std::size_t at = 0; at < changes.size(); ++at) {
    auto refusal = std::move(refusals[at]).value_or(ConfigRefusal());
    response.responses.push_back({refusal.error, std::move(refusal.message),
                                  changes[at].resource_type, changes[at].resource_name});
  }
  return response;
}

}  // namespace

constinit const ApiEntry incremental_alter_configs_entry =
    serve<IncrementalAlterConfigsRequest, alter, failure>();

}  // namespace dogear::broker
