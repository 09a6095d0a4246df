// DescribeConfigs v1-4: the configs of resources, and where their values come from.
//   v3    the types of configs, and their documentation, which is always null here
//   v4    flexible
#include "protocol/messages/describe_configs.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/error_messages.hpp"
#include "base/java_text.hpp"
#include "broker/answer_budget.hpp"
#include "broker/configs/described_configs.hpp"
#include "broker/configs/reconfiguration.hpp"
#include "broker/serve.hpp"
#include "broker/topics/topic_names.hpp"

namespace dogear::broker {
namespace {

using protocol::DescribeConfigsRequest;
using protocol::DescribeConfigsResponse;
using Resource = DescribeConfigsRequest::DescribeConfigsResource;
using Result = DescribeConfigsResponse::DescribeConfigsResult;
using Row = Result::DescribeConfigsResourceResult;
using Type = ConfigResourceType;

Result result_of(const Resource& resource, ErrorCode error, std::string message) {
  Result result;
  result.error_code = error;
  result.error_message = std::move(message);
  result.resource_type = resource.resource_type;
  result.resource_name = resource.resource_name;
  return result;
}

DescribeConfigsResponse failure(const DescribeConfigsRequest& request, ErrorCode error) {
  DescribeConfigsResponse response;
  for (const auto& resource : request.resources)
    response.results.push_back(result_of(resource, error, std::string(message_of(error))));
  return response;
}

enum class Synonyms { omitted, included };

Row row_of(DescribedConfig config, Synonyms synonyms) {
  Row row;
  row.config_source = static_cast<std::int8_t>(config.source());
  row.name = std::move(config.name);
  row.value = std::move(config.value);
  row.read_only = config.read_only;
  row.is_sensitive = config.sensitive;
  row.config_type = config.type ? static_cast<std::int8_t>(*config.type) + 1 : 0;
  row.documentation = std::nullopt;
  if (synonyms == Synonyms::included)
    for (auto& synonym : config.synonyms)
      row.synonyms.push_back({std::move(synonym.name), std::move(synonym.value),
                              static_cast<std::int8_t>(synonym.source)});
  return row;
}

// One request, at the broker that received it.
class Describer {
 public:
  Describer(const Cluster& cluster, const Call& call, Synonyms synonyms)
      : cluster_(cluster),
        node_(call.peer.node),
        broker_(layers_told(cluster, call.peer)),
        synonyms_(synonyms) {}

  Result describe(const Resource& resource) const {
    switch (config_resource_type(resource.resource_type)) {
      case Type::topic:
        return describe_topic(resource);
      case Type::broker:
        return describe_broker(resource);
      case Type::broker_logger:
        return describe_loggers(resource);
      case Type::client_metrics:
        if (resource.resource_name.empty())
          return invalid(resource, "Client metrics subscription name must not be empty");
        return told(resource, describe_client_metrics(own(resource), wanted(resource)));
      default:
        if (resource.resource_name.empty())
          return invalid(resource, "Group name must not be empty");
        return told(resource, describe_group(broker_, own(resource), wanted(resource)));
    }
  }

 private:
  static Result invalid(const Resource& resource, std::string message) {
    return result_of(resource, ErrorCode::invalid_request, std::move(message));
  }

  static Wanted wanted(const Resource& resource) {
    return [&keys = resource.configuration_keys](std::string_view name) {
      return !keys || keys->empty() || std::find(keys->begin(), keys->end(), name) != keys->end();
    };
  }

  const Settings& own(const Resource& resource) const {
    return settings_of(cluster_.dynamic_configs,
                       {config_resource_type(resource.resource_type), resource.resource_name});
  }

  Result told(const Resource& resource, std::vector<DescribedConfig> configs) const {
    auto result = result_of(resource, ErrorCode::none, "");
    for (auto& config : configs) result.configs.push_back(row_of(std::move(config), synonyms_));
    return result;
  }

  Result describe_topic(const Resource& resource) const {
    const auto& name = resource.resource_name;
    if (!is_legal_topic_name(name))
      return result_of(resource, ErrorCode::invalid_topic_exception, illegal_name_message(name));
    const auto* topic = cluster_.topics.find(name);
    if (!topic) return result_of(resource, ErrorCode::unknown_topic_or_partition, "");
    return told(resource,
                broker::describe_topic(broker_, topic->config_overrides, wanted(resource)));
  }

  std::optional<Result> not_this_broker(const Resource& resource, std::string_view or_else) const {
    const auto& name = resource.resource_name;
    const auto id = java::parse_integer(name);
    if (!id || *id != static_cast<std::int32_t>(*id))
      return invalid(resource, "Broker id must be an integer, but it is: " + name);
    if (*id == node_) return std::nullopt;
    return invalid(resource, fmt::format("Unexpected broker id, expected {}{} but received {}",
                                         node_, or_else, name));
  }

  Result describe_broker(const Resource& resource) const {
    if (resource.resource_name.empty())
      return told(resource, describe_all_brokers(broker_, wanted(resource)));
    if (auto other = not_this_broker(resource, " or empty string,")) return *std::move(other);
    return told(resource, broker::describe_broker(broker_, wanted(resource)));
  }

  // There are no loggers here.
  Result describe_loggers(const Resource& resource) const {
    if (resource.resource_name.empty()) return invalid(resource, "Broker id must not be empty");
    if (auto other = not_this_broker(resource, "")) return *std::move(other);
    return told(resource, {});
  }

  const Cluster& cluster_;
  NodeId node_;
  BrokerLayers broker_;
  Synonyms synonyms_;
};

// About what a described config takes, with its synonyms.
constexpr std::size_t bytes_of_config = 500;

Reply<DescribeConfigsResponse> describe(Cluster& cluster, const Call& call,
                                        const DescribeConfigsRequest& request) {
  for (const auto& resource : request.resources)
    if (config_resource_type(resource.resource_type) == Type::unknown)
      return failure(request, ErrorCode::invalid_request);
  const Describer describer(cluster, call,
                            request.include_synonyms ? Synonyms::included : Synonyms::omitted);
  DescribeConfigsResponse response;
  AnswerBudget budget;
  for (const auto& resource : request.resources) {
    response.results.push_back(describer.describe(resource));
    if (!budget.take(response.results.back().configs.size() * bytes_of_config))
      return AnswerBudget::exceeded();
  }
  return response;
}

}  // namespace

constinit const ApiEntry describe_configs_entry =
    serve<DescribeConfigsRequest, describe, failure>();

}  // namespace dogear::broker
