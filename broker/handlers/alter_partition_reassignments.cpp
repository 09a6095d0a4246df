// AlterPartitionReassignments v0-1 (KIP-455): moves partitions to other replicas. Each reassignment
// is complete before it is answered, so there is never one to cancel.
//   v1    may forbid that the replication factor changes (KIP-860)
#include "protocol/messages/alter_partition_reassignments.hpp"

#include <fmt/format.h>

#include "broker/answer_budget.hpp"
#include "broker/serve.hpp"
#include "broker/topics/reassignment.hpp"

namespace dogear::broker {
namespace {

using protocol::AlterPartitionReassignmentsRequest;
using protocol::AlterPartitionReassignmentsResponse;
using Wanted = AlterPartitionReassignmentsRequest::ReassignableTopic::ReassignablePartition;
using Refusal = std::optional<TopicRefusal>;

AlterPartitionReassignmentsResponse failure(const AlterPartitionReassignmentsRequest& request,
                                            ErrorCode error) {
  AlterPartitionReassignmentsResponse response;
  response.error_code = error;
  response.error_message = std::nullopt;
  for (const auto& topic : request.topics) {
    auto& row = response.responses.emplace_back();
    row.name = topic.name;
    for (const auto& partition : topic.partitions)
      row.partitions.push_back({partition.partition_index, error, std::nullopt});
  }
  return response;
}

enum class FactorChange { refused, allowed };

Refusal check(const Cluster& cluster, const std::string& name, const Wanted& wanted,
              FactorChange factor_change) {
  constexpr auto unknown = ErrorCode::unknown_topic_or_partition;
  const auto* topic = cluster.topics.find(name);
  if (!topic) return TopicRefusal{unknown, fmt::format("Unable to find a topic named {}.", name)};
  const auto* partition = topic->partition(wanted.partition_index);
  if (!partition)
    return TopicRefusal{
        unknown, fmt::format("Unable to find partition {}:{}.", name, wanted.partition_index)};
  if (!wanted.replicas) return TopicRefusal{ErrorCode::no_reassignment_in_progress, {}};
  if (auto refusal = check_replicas(cluster, *wanted.replicas)) return refusal;
  const auto present = partition->replicas.size();
  if (factor_change == FactorChange::allowed || wanted.replicas->size() == present)
    return std::nullopt;
  return TopicRefusal{ErrorCode::invalid_replication_factor,
                      fmt::format("The replication factor is changed from {} to {}", present,
                                  wanted.replicas->size())};
}

Reply<AlterPartitionReassignmentsResponse> alter_partition_reassignments(
    Cluster& cluster, const Call& call, const AlterPartitionReassignmentsRequest& request) {
  if (request.topics.empty()) return AlterPartitionReassignmentsResponse{};
  if (request.timeout_ms <= 0) return failure(request, ErrorCode::request_timed_out);
  const auto factor_change =
      request.allow_replication_factor_change ? FactorChange::allowed : FactorChange::refused;
  AnswerBudget budget;
  AlterPartitionReassignmentsResponse response;
  response.error_message = std::nullopt;
  response.allow_replication_factor_change = request.allow_replication_factor_change;
  for (const auto& topic : request.topics) {
    auto& row = response.responses.emplace_back();
    row.name = topic.name;
    for (const auto& wanted : topic.partitions) {
      auto& answer = row.partitions.emplace_back();
      answer.partition_index = wanted.partition_index;
      answer.error_message = std::nullopt;
      if (auto refusal = check(cluster, topic.name, wanted, factor_change)) {
        if (!budget.take(sizeof(answer) + refusal->message.size())) return AnswerBudget::exceeded();
        answer.error_code = refusal->error;
        if (!refusal->message.empty()) answer.error_message = std::move(refusal->message);
      } else {
        reassign(cluster, topic.name, wanted.partition_index, *wanted.replicas, call.now);
      }
    }
  }
  return response;
}

}  // namespace

constinit const ApiEntry alter_partition_reassignments_entry =
    serve<AlterPartitionReassignmentsRequest, alter_partition_reassignments, failure>();

}  // namespace dogear::broker
