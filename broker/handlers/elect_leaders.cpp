// ElectLeaders v0-2 (KIP-183): makes the preferred replica the leader again, where another one
// leads since a reassignment. An unclean election is never needed, as every partition has a leader.
//   v1    an election may be unclean (KIP-460); the answer has a top-level error
#include "protocol/messages/elect_leaders.hpp"

#include <fmt/format.h>

#include "base/error_messages.hpp"
#include "broker/answer_budget.hpp"
#include "broker/answer_order.hpp"
#include "broker/serve.hpp"
#include "broker/topics/reassignment.hpp"

namespace dogear::broker {
namespace {

using protocol::ElectLeadersRequest;
using protocol::ElectLeadersResponse;
using PartitionResult = ElectLeadersResponse::ReplicaElectionResult::PartitionResult;

enum ElectionType : std::int8_t { preferred = 0, unclean = 1 };

ElectLeadersResponse refused(const ElectLeadersRequest& request, ErrorCode error,
                             const std::optional<std::string>& message) {
  ElectLeadersResponse response;
  response.error_code = error;
  if (!request.topic_partitions) return response;
  for (const auto& topic : *request.topic_partitions) {
    auto& result = response.replica_election_results.emplace_back();
    result.topic = topic.topic;
    for (const auto index : topic.partitions)
      result.partition_result.push_back({index, error, message});
  }
  return response;
}

ElectLeadersResponse failure(const ElectLeadersRequest& request, ErrorCode error) {
  return refused(request, error, std::nullopt);
}

bool needs_election(const storage::Partition& partition, std::int8_t type) {
  return type == preferred && partition.leader != partition.replicas.front();
}

PartitionResult elect(Cluster& cluster, const Call& call, const std::string& name,
                      PartitionIndex index, std::int8_t type) {
  constexpr auto unknown = ErrorCode::unknown_topic_or_partition;
  const auto* topic = cluster.topics.find(name);
  if (!topic) return {index, unknown, "No such topic as " + name};
  const auto* partition = topic->partition(index);
  if (!partition) return {index, unknown, fmt::format("No such partition as {}-{}", name, index)};
  constexpr auto not_needed = ErrorCode::election_not_needed;
  if (!needs_election(*partition, type))
    return {index, not_needed, std::string(message_of(not_needed))};
  elect_preferred(cluster, name, index, call.now);
  return {index, ErrorCode::none, std::nullopt};
}

// The names of all topics as Kafka's controller has them in its map.
std::vector<std::string> all_topics(const Cluster& cluster) {
  std::map<std::uint64_t, std::string> names;
  for (const auto& [name, topic] : cluster.topics.by_name()) names.emplace(topic->ordinal, name);
  return timeline_order(names);
}

// The answer has only the partitions that needed an election.
ElectLeadersResponse elect_all(Cluster& cluster, const Call& call, std::int8_t type) {
  ElectLeadersResponse response;
  for (const auto& name : all_topics(cluster)) {
    auto& result = response.replica_election_results.emplace_back();
    result.topic = name;
    const auto& topic = *cluster.topics.find(name);
    for (PartitionIndex index = 0; topic.partition(index); ++index)
      if (needs_election(*topic.partition(index), type))
        result.partition_result.push_back({index, ErrorCode::none, std::nullopt});
  }
  for (const auto& result : response.replica_election_results)
    for (const auto& row : result.partition_result)
      elect_preferred(cluster, result.topic, row.partition_id, call.now);
  return response;
}

Reply<ElectLeadersResponse> elect_leaders(Cluster& cluster, const Call& call,
                                          const ElectLeadersRequest& request) {
  // Asked for none, Kafka looks no further: neither at the time nor at the kind of election.
  if (request.topic_partitions && request.topic_partitions->empty()) return ElectLeadersResponse{};
  if (request.timeout_ms <= 0) return failure(request, ErrorCode::request_timed_out);
  if (request.election_type < preferred || request.election_type > unclean)
    return refused(request, ErrorCode::invalid_request,
                   fmt::format("Unknown election type {}", request.election_type));
  if (!request.topic_partitions) return elect_all(cluster, call, request.election_type);
  ElectLeadersResponse response;
  AnswerBudget budget;
  for (const auto& topic : *request.topic_partitions) {
    auto& result = response.replica_election_results.emplace_back();
    result.topic = topic.topic;
    for (const auto index : topic.partitions) {
      auto row = elect(cluster, call, topic.topic, index, request.election_type);
      if (!budget.take(sizeof(row) + row.error_message.value_or("").size()))
        return AnswerBudget::exceeded();
      result.partition_result.push_back(std::move(row));
    }
  }
  return response;
}

}  // namespace

constinit const ApiEntry elect_leaders_entry = serve<ElectLeadersRequest, elect_leaders, failure>();

}  // namespace dogear::broker
