// CreateTopics v2-7: creates each topic of the request that is valid.
//   v4    -1 for partitions or replication factor is the broker's default (v2 accepts that, too)
//   v5    the answer has the partitions, the replication factor and all configs
//   v6    beyond the controller mutation quota topics are refused; before, throttled (KIP-599)
//   v7    the answer has the topic id
#include "protocol/messages/create_topics.hpp"

#include <algorithm>
#include <set>

#include "broker/configs/reconfiguration.hpp"
#include "broker/serve.hpp"
#include "broker/topics/names_given.hpp"
#include "broker/topics/topic_creation.hpp"
#include "broker/topics/topic_names.hpp"

namespace dogear::broker {
namespace {

using protocol::CreateTopicsResponse;
constexpr protocol::Version strict_quota_since = 6;

using CreatableTopic = CreateTopicsRequest::CreatableTopic;
using Row = CreateTopicsResponse::CreatableTopicResult;

Row refused(const std::string& name, ErrorCode error, std::optional<std::string> message) {
  Row row;
  row.name = name;
  row.error_code = error;
  row.error_message = std::move(message);
  return row;
}

Row created(const BrokerLayers& broker, const NewTopic& topic) {
  Row row;
  row.name = topic.name;
  row.topic_id = topic.id;
  row.error_message = std::nullopt;
  row.num_partitions = static_cast<std::int32_t>(topic.assignment.size());
  row.replication_factor = static_cast<std::int16_t>(topic.assignment.front().size());
  for (auto& told : told_topic_configs(broker, topic.configs.overrides))
    row.configs->push_back({std::string(told.name),
                            told.sensitive ? std::nullopt : std::move(told.value), told.read_only,
                            static_cast<std::int8_t>(told.source), told.sensitive});
  return row;
}

CreateTopicsResponse answer_all(const CreateTopicsRequest& request, ErrorCode error,
                                const std::optional<std::string>& message) {
  CreateTopicsResponse response;
  for (const auto& topic : request.topics)
    response.topics.push_back(refused(topic.name, error, message));
  return response;
}

CreateTopicsResponse failure(const CreateTopicsRequest& request, ErrorCode error) {
  return answer_all(request, error, std::nullopt);
}

std::vector<CreatableTopic> creatable(const CreateTopicsRequest& request, const NamesGiven& names) {
  const std::set<std::string> repeated(names.repeatedly.begin(), names.repeatedly.end());
  std::vector<CreatableTopic> topics;
  for (const auto& topic : request.topics)
    if (!repeated.contains(topic.name) && topic.name != cluster_metadata_topic)
      topics.push_back(topic);
  return topics;
}

// Kafka puts these rows behind all others.
void add_not_creatable(const NamesGiven& names, std::vector<Row>& rows) {
  for (const auto& name : names.repeatedly)
    rows.push_back(refused(name, ErrorCode::invalid_request, "Duplicate topic name."));
  const std::string prohibited(cluster_metadata_topic);
  if (std::find(names.once.begin(), names.once.end(), prohibited) != names.once.end())
    rows.push_back(refused(prohibited, ErrorCode::invalid_request,
                           "Creation of internal topic " + prohibited + " is prohibited."));
}

CreateTopicsResponse create_topics(Cluster& cluster, const Call& call,
                                   const CreateTopicsRequest& request) {
  const auto names = names_given(request.topics);
  const auto wanted = creatable(request, names);
  if (!wanted.empty() && request.timeout_ms <= 0)
    return failure(request, ErrorCode::request_timed_out);
  auto planned = plan_topics(cluster, wanted);
  if (!planned) {
    const auto& [error, message] = planned.error();
    return answer_all(request, error, message.empty() ? std::nullopt : std::optional(message));
  }

  MutationQuota quota(cluster, call, strict_quota_since);
  CreateTopicsResponse response;
  const auto broker = layers_of(cluster, call.peer.node);
  for (std::size_t position = 0; position < wanted.size(); ++position) {
    auto& topic = (*planned)[position];
    if (!topic) {
      const auto& [error, message] = topic.error();
      response.topics.push_back(refused(wanted[position].name, error, message));
      continue;
    }
    if (!quota.take(topic->assignment.size())) {
      response.topics.push_back(
          refused(topic->name, ErrorCode::throttling_quota_exceeded, std::nullopt));
      continue;
    }
    response.topics.push_back(created(broker, *topic));
    if (!request.validate_only) create_topic(cluster, *std::move(topic), call.now);
  }
  response.throttle_time_ms = quota.throttle_time_ms();
  add_not_creatable(names, response.topics);
  return response;
}

}  // namespace

constinit const ApiEntry create_topics_entry = serve<CreateTopicsRequest, create_topics, failure>();

}  // namespace dogear::broker
