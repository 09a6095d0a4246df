// topics/create and topics/delete, by the requests of an admin client.
#include <limits>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "broker/configs/facts.hpp"
#include "broker/control/inner_client.hpp"
#include "broker/control/request_reader.hpp"
#include "broker/control/topics.hpp"
#include "protocol/messages/create_topics.hpp"
#include "protocol/messages/delete_topics.hpp"

namespace dogear::broker::control {
namespace {

namespace json = boost::json;
using protocol::CreateTopicsRequest;
using protocol::CreateTopicsResponse;
using protocol::DeleteTopicsRequest;
using protocol::DeleteTopicsResponse;

// A config may be given as a text or as JSON of its type: 3, true, or a list.
std::optional<std::string> config_text_of(const json::value& value) {
  if (value.is_null()) return std::nullopt;
  if (value.is_string()) return std::string(value.get_string());
  if (!value.is_array()) return json::serialize(value);
  std::string list;
  for (const auto& word : value.get_array())
    list += (list.empty() ? "" : ",") + config_text_of(word).value_or("");
  return list;
}

// Adds to Kafka's refusal of an unknown config the name that was probably meant.
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

}  // namespace

Answer create_topic(Broker& broker, const json::object& request) {
  RequestReader reader(request);
  CreateTopicsRequest asked;
  auto& topic = asked.topics.emplace_back();
  topic.name = reader.required_text("name");
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

Answer delete_topic(Broker& broker, const json::object& request) {
  RequestReader reader(request);
  DeleteTopicsRequest asked;
  asked.topics.emplace_back().name = reader.required_text("topic");
  asked.timeout_ms = 60'000;  // with 0 the request would time out
  if (auto problem = reader.problem()) return *std::move(problem);

  const auto deleted = ask<DeleteTopicsResponse>(broker, any_node(broker), asked, 6);
  if (!deleted || deleted->responses.empty()) return not_answered();
  const auto& result = deleted->responses.front();
  if (result.error_code != ErrorCode::none)
    return refusal(result.error_code, result.error_message, "topic");
  return json::object{{"topic", *asked.topics.front().name}, {"id", result.topic_id.to_string()}};
}

}  // namespace dogear::broker::control
