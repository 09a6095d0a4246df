// AlterConfigs v0-2: replaces all configs of each resource.
//   v2    flexible
#include "protocol/messages/alter_configs.hpp"

#include "broker/configs/config_alteration.hpp"
#include "broker/serve.hpp"

namespace dogear::broker {
namespace {

using protocol::AlterConfigsRequest;
using protocol::AlterConfigsResponse;

AlterConfigsResponse alter(Cluster& cluster, const Call& call, const AlterConfigsRequest& request) {
  std::vector<ResourceChange> changes;
  for (const auto& resource : request.resources) {
    auto& change =
        changes.emplace_back(ResourceChange{resource.resource_type, resource.resource_name, {}});
    for (const auto& [name, value] : resource.configs)
      change.configs.push_back({name, ConfigOperation::set, value});
  }
  return altered_response<AlterConfigsResponse>(
      changes, alter_configs(cluster, call, changes, Alteration::replaces,
                             request.validate_only ? ValidateOnly::yes : ValidateOnly::no));
}

}  // namespace

constinit const ApiEntry alter_configs_entry =
    serve<AlterConfigsRequest, alter,
          failed_alteration<AlterConfigsResponse, AlterConfigsRequest>>();

}  // namespace dogear::broker
