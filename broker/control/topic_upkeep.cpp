// topics/trim, topics/compact and topics/apply-retention: delete records now.
#include <limits>

#include <boost/json/array.hpp>

#include "broker/control/inner_client.hpp"
#include "broker/control/topics.hpp"
#include "broker/control/wanted_partitions.hpp"
#include "protocol/messages/delete_records.hpp"

namespace dogear::broker::control {
namespace {

namespace json = boost::json;
using protocol::DeleteRecordsRequest;
using protocol::DeleteRecordsResponse;

constexpr Offset to_the_high_watermark = -1;

std::optional<Problem> trim_one(Broker& broker, const storage::Topic& topic, PartitionIndex index,
                                Offset offset) {
  DeleteRecordsRequest request;
  request.topics.push_back({topic.name, {{index, offset}}});
  const auto leader = topic.partition(index)->leader;
  const auto deleted = ask<DeleteRecordsResponse>(broker, leader, request, 2);
  if (!deleted || deleted->topics.empty()) return not_answered();
  const auto error = deleted->topics.front().partitions.front().error_code;
  if (error == ErrorCode::none) return std::nullopt;
  return refusal(error, std::nullopt, error == ErrorCode::offset_out_of_range ? "offset" : "topic");
}

json::object told(const storage::Topic& topic, PartitionIndex index) {
  const auto& log = *topic.partition(index)->log;
  return {{"partition", index},
          {"logStartOffset", log.log_start_offset()},
          {"segments", log.segments().size()},
          {"bytes", log.size()}};
}

// Calls act(topic, index) for each wanted partition, which returns a problem if it refuses, and
// tells what is left in the logs.
template <class Act>
Answer each_wanted(Broker& broker, const WantedPartitions& wanted, Act act) {
  const auto& cluster = broker.cluster();
  const auto found = find_topic(cluster, wanted);
  if (!found) return found.error();
  json::array partitions;
  for (PartitionIndex index = 0; cluster.topics.find(wanted.topic)->partition(index); ++index) {
    if (!wanted.contain(index)) continue;
    std::optional<Problem> problem = act(*cluster.topics.find(wanted.topic), index);
    if (problem) return *std::move(problem);
    partitions.push_back(told(*cluster.topics.find(wanted.topic), index));
  }
  broker.settle();
  return json::object{{"topic", wanted.topic}, {"partitions", std::move(partitions)}};
}

}  // namespace

Answer trim(Broker& broker, const json::object& request) {
  RequestReader reader(request);
  const auto wanted = read_partitions(reader);
  const auto offset = reader.number("offset", 0, std::numeric_limits<Offset>::max());
  if (offset) reader.require("partition");
  if (auto problem = reader.problem()) return *std::move(problem);
  return each_wanted(broker, wanted, [&](const auto& topic, auto index) {
    return trim_one(broker, topic, index, offset.value_or(to_the_high_watermark));
  });
}

Answer compact(Broker& broker, const json::object& request) {
  RequestReader reader(request);
  const auto wanted = read_partitions(reader);
  if (auto problem = reader.problem()) return *std::move(problem);
  return each_wanted(broker, wanted, [&](const auto& topic, auto index) -> std::optional<Problem> {
    if (!topic.config.cleanup_policy.compact)
      return refusal(ErrorCode::policy_violation, "its cleanup.policy is not compact", "topic");
    const auto error = LogUpkeep::compact(broker.cluster(), {topic.name, index}, broker.now());
    if (error == ErrorCode::none) return std::nullopt;
    return refusal(error, std::nullopt, "topic");
  });
}

Answer apply_retention(Broker& broker, const json::object& request) {
  RequestReader reader(request);
  const auto wanted = read_partitions(reader);
  if (auto problem = reader.problem()) return *std::move(problem);
  return each_wanted(broker, wanted, [&](const auto& topic, auto index) -> std::optional<Problem> {
    LogUpkeep::apply_retention(broker.cluster(), {topic.name, index}, broker.now());
    return std::nullopt;
  });
}

}  // namespace dogear::broker::control
