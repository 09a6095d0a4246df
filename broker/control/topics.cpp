// topics: made and filled as clients do.
#include <limits>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "broker/configs/facts.hpp"
#include "broker/control/inner_client.hpp"
#include "broker/control/new_records.hpp"
#include "broker/control/request_reader.hpp"
#include "broker/control/verb.hpp"
#include "protocol/messages/create_topics.hpp"
#include "protocol/messages/metadata.hpp"
#include "protocol/messages/produce.hpp"

namespace dogear::broker::control {
namespace {

namespace json = boost::json;
using protocol::CreateTopicsRequest;
using protocol::CreateTopicsResponse;
using protocol::MetadataRequest;
using protocol::MetadataResponse;
using protocol::ProduceRequest;
using protocol::ProduceResponse;

NodeId any_node(const Broker& broker) { return broker.cluster().nodes.front().id; }

// --- create

// A config may be written as what it is: 3, true, or a list of words.
std::optional<std::string> config_text_of(const json::value& value) {
  if (value.is_null()) return std::nullopt;
  if (value.is_string()) return std::string(value.get_string());
  if (!value.is_array()) return json::serialize(value);
  std::string list;
  for (const auto& word : value.get_array())
    list += (list.empty() ? "" : ",") + config_text_of(word).value_or("");
  return list;
}

// Kafka's refusal, and the name that was meant by the one that it does not know.
Problem refused_config(const CreateTopicsRequest::CreatableTopic& topic, Problem problem) {
  for (const auto& config : topic.configs) {
    if (find_config(topic_config_facts(), config.name)) continue;
    problem.field = "configs." + config.name;
    if (const auto good = nearest_config(topic_config_facts(), config.name))
      problem.detail += fmt::format("; did you mean {}?", *good);
    return problem;
  }
  return problem;
}

Problem refused_topic(const CreateTopicsRequest::CreatableTopic& topic,
                      const CreateTopicsResponse::CreatableTopicResult& result) {
  const auto of = [&](const char* field) {
    return refusal(result.error_code, result.error_message, field);
  };
  if (result.error_code == ErrorCode::invalid_config) return refused_config(topic, of("configs"));
  if (result.error_code == ErrorCode::invalid_partitions ||
      result.error_code == ErrorCode::policy_violation)
    return of("partitions");
  if (result.error_code == ErrorCode::invalid_replication_factor) return of("replicationFactor");
  return of("name");
}

Answer create(Broker& broker, const json::object& request) {
  RequestReader reader(request);
  CreateTopicsRequest asked;
  auto& topic = asked.topics.emplace_back();
  reader.require("name");
  topic.name = reader.text("name").value_or("");
  topic.num_partitions = static_cast<std::int32_t>(
      reader.number("partitions", 1, std::numeric_limits<std::int32_t>::max()).value_or(-1));
  topic.replication_factor = static_cast<std::int16_t>(
      reader.number("replicationFactor", 1, std::numeric_limits<std::int16_t>::max()).value_or(-1));
  if (const auto* configs = reader.object("configs"))
    for (const auto& config : *configs)
      topic.configs.push_back({std::string(config.key()), config_text_of(config.value())});
  if (auto problem = reader.problem()) return *std::move(problem);

  const auto created = ask<CreateTopicsResponse>(broker, any_node(broker), asked, 7);
  if (!created || created->topics.empty()) return not_answered();
  const auto& result = created->topics.front();
  if (result.error_code != ErrorCode::none) return refused_topic(topic, result);
  return json::object{{"name", result.name},
                      {"id", result.topic_id.to_string()},
                      {"partitions", result.num_partitions},
                      {"replicationFactor", result.replication_factor}};
}

// --- produce

// As a producer looks it up, which may create it.
std::optional<Problem> look_up(Broker& broker, const std::string& topic,
                               std::vector<NodeId>& leaders) {
  MetadataRequest request;
  request.topics->emplace_back().name = topic;
  const auto metadata = ask<MetadataResponse>(broker, any_node(broker), request, 9);
  if (!metadata || metadata->topics.empty()) return not_answered();
  const auto& found = metadata->topics.front();
  if (found.error_code != ErrorCode::none) return refusal(found.error_code, std::nullopt, "topic");
  for (const auto& partition : found.partitions) leaders.push_back(partition.leader_id);
  return std::nullopt;
}

// Appends a batch and puts the offsets of its records down.
std::optional<Problem> append(Broker& broker, NodeId leader, const std::string& topic,
                              const NewBatch& batch, json::array& told) {
  ProduceRequest request;
  request.acks = -1;
  auto& data = request.topic_data.emplace_back();
  data.name = topic;
  const auto bytes = batch.builder.build();
  data.partition_data.push_back({batch.partition, protocol::NullableRecords(Slice(bytes))});
  const auto produced = ask<ProduceResponse>(broker, leader, request, 9);
  if (!produced || produced->responses.empty()) return not_answered();
  const auto& result = produced->responses.front().partition_responses.front();
  if (result.error_code != ErrorCode::none)
    return refusal(result.error_code, result.error_message,
                   fmt::format("records[{}]", batch.positions.front()));
  auto offset = result.base_offset;
  for (const auto position : batch.positions)
    told[position] = json::object{{"partition", batch.partition}, {"offset", offset++}};
  return std::nullopt;
}

Answer produce(Broker& broker, const json::object& request) {
  RequestReader reader(request);
  reader.require("topic");
  const auto topic = reader.text("topic").value_or("");
  auto records = read_records(reader, broker.now());
  if (auto problem = reader.problem()) return *std::move(problem);

  std::vector<NodeId> leaders;
  if (auto problem = look_up(broker, topic, leaders)) return *std::move(problem);
  if (auto problem = place(records, static_cast<std::int32_t>(leaders.size()))) return *problem;
  json::array told(records.size());
  for (const auto& batch : batches_of(records))
    if (auto problem =
            append(broker, leaders[static_cast<std::size_t>(batch.partition)], topic, batch, told))
      return *std::move(problem);
  return json::object{{"topic", topic}, {"records", std::move(told)}};
}

constexpr Verb table[] = {
    {"topics", "create", Effect::changes, "Creates a topic.",
     "name, partitions (num.partitions), replicationFactor (default.replication.factor), configs "
     "(an object of topic configs by Kafka's names)",
     "name, id, partitions, replicationFactor", create, "name"},
    {"topics", "produce", Effect::changes,
     "Appends records in their order, as a producer would: a topic that is not there is created if "
     "auto.create.topics.enable says so. If a batch is refused, those before it stay.",
     "topic, records (a list of: key, value (a text, null, {\"base64\":…} for bytes, or other "
     "JSON, "
     "which is written as its text), partition (by the key, as the Java producer does; without a "
     "key, one after the other), timestamp (ISO 8601, or ms since 1970; now), headers (an object, "
     "or a list of: key, value))",
     "topic, records (a list, in the order of the request, of: partition, offset)", produce,
     "topic"},
};

}  // namespace

constinit const std::span<const Verb> topics_verbs = table;

}  // namespace dogear::broker::control
