// AlterConfigs v0-2: replaces all configs of resources.
//   v2    flexible
#include "protocol/messages/alter_configs.hpp"

#include "base/error_messages.hpp"
#include "broker/config_alteration.hpp"
#include "broker/serve.hpp"

namespace dogear::broker {
namespace {

using protocol::AlterConfigsRequest;
using protocol::AlterConfigsResponse;

AlterConfigsResponse failure(const AlterConfigsRequest& request, ErrorCode error) {
  AlterConfigsResponse response;
  for (const auto& resource : request.resources)
    response.responses.push_back(
        {error, std::string(message_of(error)), resource.resource_type, resource.resource_name});
  return response;
}

AlterConfigsResponse alter(Cluster& cluster, const Call& call, const AlterConfigsRequest& request) {
  std::vector<ResourceChange> changes;
  for (const auto& resource : request.resources) {
    auto& change =
        changes.emplace_back(ResourceChange{resource.resource_type, resource.resource_name, {}});
    for (const auto& [name, value] : resource.configs)
      change.configs.push_back({name, ConfigOperation::set, value});
  }
  auto refusals = alter_configs(cluster, call, changes, Alteration::replaces,
                                request.validate_only ? ValidateOnly::yes : ValidateOnly::no);
  AlterConfigsResponse response;
  for (std::size_t at = 0; at < changes.size(); ++at) {
    auto refusal = std::move(refusals[at]).value_or(ConfigRefusal());
    response.responses.push_back({refusal.error, std::move(refusal.message),
                                  changes[at].resource_type, changes[at].resource_name});
  }
  return response;
}

}  // namespace

constinit const ApiEntry alter_configs_entry = serve<AlterConfigsRequest, alter, failure>();

}  // namespace dogear::broker
