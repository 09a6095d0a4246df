// IncrementalAlterConfigs v0-1: sets and deletes configs of resources, appends to and subtracts
// from those that are lists.
//   v1    flexible
#include "protocol/messages/incremental_alter_configs.hpp"

#include "broker/configs/config_alteration.hpp"
#include "broker/serve.hpp"

namespace dogear::broker {
namespace {

using protocol::IncrementalAlterConfigsRequest;
using protocol::IncrementalAlterConfigsResponse;

IncrementalAlterConfigsResponse alter(Cluster& cluster, const Call& call,
                                      const IncrementalAlterConfigsRequest& request) {
  std::vector<ResourceChange> changes;
  for (const auto& resource : request.resources) {
    auto& change =
        changes.emplace_back(ResourceChange{resource.resource_type, resource.resource_name, {}});
    for (const auto& [name, operation, value] : resource.configs)
      change.configs.push_back({name, static_cast<ConfigOperation>(operation), value});
  }
  return altered_response<IncrementalAlterConfigsResponse>(
      changes, alter_configs(cluster, call, changes, Alteration::increments,
                             request.validate_only ? ValidateOnly::yes : ValidateOnly::no));
}

}  // namespace

constinit const ApiEntry incremental_alter_configs_entry =
    serve<IncrementalAlterConfigsRequest, alter,
          failed_alteration<IncrementalAlterConfigsResponse, IncrementalAlterConfigsRequest>>();

}  // namespace dogear::broker
