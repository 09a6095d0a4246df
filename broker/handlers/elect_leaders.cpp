// ElectLeaders v0-2 (KIP-183): every partition is led by its preferred replica already, and says
// so.
//   v1    an election may be unclean (KIP-460); the answer has an error of its own
#include "protocol/messages/elect_leaders.hpp"

#include <fmt/format.h>

#include "base/error_messages.hpp"
#include "broker/cluster.hpp"
#include "broker/serve.hpp"

namespace dogear::broker {
namespace {

using protocol::ElectLeadersRequest;
using protocol::ElectLeadersResponse;
using PartitionResult = ElectLeadersResponse::ReplicaElectionResult::PartitionResult;

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

PartitionResult elect(const Cluster& cluster, const std::string& name, PartitionIndex index) {
  constexpr auto unknown = ErrorCode::unknown_topic_or_partition;
  const auto* topic = cluster.topics.find(name);
  if (!topic) return {index, unknown, "No such topic as " + name};
  if (!topic->partition(index))
    return {index, unknown, fmt::format("No such partition as {}-{}", name, index)};
  constexpr auto not_needed = ErrorCode::election_not_needed;
  return {index, not_needed, std::string(message_of(not_needed))};
}

// Of all partitions those are told that needed an election: none.
ElectLeadersResponse elect_all(const Cluster& cluster) {
  ElectLeadersResponse response;
  for (const auto& [name, topic] : cluster.topics.by_name())
    response.replica_election_results.push_back({name, {}});
  return response;
}

ElectLeadersResponse elect_leaders(const Cluster& cluster, const Call&,
                                   const ElectLeadersRequest& request) {
  constexpr std::int8_t unclean = 1;
  if (request.timeout_ms <= 0) return failure(request, ErrorCode::request_timed_out);
  if (request.election_type < 0 || request.election_type > unclean)
    return refused(request, ErrorCode::invalid_request,
                   fmt::format("Unknown election type {}", request.election_type));
  if (!request.topic_partitions) return elect_all(cluster);
  ElectLeadersResponse response;
  for (const auto& topic : *request.topic_partitions) {
    auto& result = response.replica_election_results.emplace_back();
    result.topic = topic.topic;
    for (const auto index : topic.partitions)
      result.partition_result.push_back(elect(cluster, topic.topic, index));
  }
  return response;
}

}  // namespace

constinit const ApiEntry elect_leaders_entry = serve<ElectLeadersRequest, elect_leaders, failure>();

}  // namespace dogear::broker
