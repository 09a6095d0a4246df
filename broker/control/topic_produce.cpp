// topics/produce: appends records by the requests of a producer.
#include <fmt/format.h>

#include "broker/control/inner_client.hpp"
#include "broker/control/new_records.hpp"
#include "broker/control/request_reader.hpp"
#include "broker/control/topics.hpp"
#include "protocol/messages/metadata.hpp"
#include "protocol/messages/produce.hpp"

namespace dogear::broker::control {
namespace {

namespace json = boost::json;
using protocol::MetadataRequest;
using protocol::MetadataResponse;
using protocol::ProduceRequest;
using protocol::ProduceResponse;

// By a producer's Metadata request, which may create the topic.
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

// Appends a batch and tells the offsets of its records.
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

}  // namespace

Answer produce(Broker& broker, const json::object& request) {
  RequestReader reader(request);
  const auto topic = reader.required_text("topic");
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

}  // namespace dogear::broker::control
