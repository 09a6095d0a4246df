// Alters the configs of topics, brokers, groups and client metrics, with effect at once.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/error_messages.hpp"
#include "broker/call.hpp"
#include "broker/cluster.hpp"

namespace dogear::broker {

// With the numbers of IncrementalAlterConfigs. A request may contain any other number.
enum class ConfigOperation : std::int8_t { set = 0, remove = 1, append = 2, subtract = 3 };

struct ConfigChange {
  std::string name;
  ConfigOperation operation = ConfigOperation::set;
  std::optional<std::string> value;
};

struct ResourceChange {
  std::int8_t resource_type = 0;
  std::string resource_name;
  std::vector<ConfigChange> configs;
};

// AlterConfigs replaces all configs of a resource, IncrementalAlterConfigs changes those it names.
enum class Alteration { replaces, increments };
enum class ValidateOnly : bool { no, yes };

// Returns for each resource why it was refused, or nothing.
std::vector<std::optional<ConfigRefusal>> alter_configs(Cluster& cluster, const Call& call,
                                                        std::span<const ResourceChange> changes,
                                                        Alteration alteration,
                                                        ValidateOnly validate_only);

// The answers of AlterConfigs and IncrementalAlterConfigs, which have the same fields.
template <class Response>
Response altered_response(std::span<const ResourceChange> changes,
                          std::vector<std::optional<ConfigRefusal>> refusals) {
  Response response;
  for (std::size_t at = 0; at < changes.size(); ++at) {
    auto refusal = std::move(refusals[at]).value_or(ConfigRefusal());
    response.responses.push_back({refusal.error, std::move(refusal.message),
                                  changes[at].resource_type, changes[at].resource_name});
  }
  return response;
}

template <class Response, class Request>
Response failed_alteration(const Request& request, ErrorCode error) {
  Response response;
  for (const auto& resource : request.resources)
    response.responses.push_back(
        {error, std::nullopt, resource.resource_type, resource.resource_name});
  return response;
}

}  // namespace dogear::broker
