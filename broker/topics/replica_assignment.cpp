#include "broker/topics/replica_assignment.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace dogear::broker {
namespace {

using protocol::CreateTopicsRequest;
using CreatableTopic = CreateTopicsRequest::CreatableTopic;
using Replicas = std::vector<NodeId>;
using Refusal = std::optional<TopicRefusal>;

TopicRefusal invalid_assignment(std::string message) {
  return {ErrorCode::invalid_replica_assignment, std::move(message)};
}

Refusal check_replication_factor(const Replicas& replicas, std::size_t previous) {
  if (replicas.size() == previous) return std::nullopt;
  return invalid_assignment(
      fmt::format("The manual partition assignment includes a partition with {} replica(s), but "
                  "this is not consistent with previous partitions, which have {} replica(s).",
                  replicas.size(), previous));
}

Refusal check_numbers_unset(const CreatableTopic& topic) {
  constexpr std::string_view specified = "A manual partition assignment was specified, but";
  if (topic.replication_factor != -1)
    return TopicRefusal{ErrorCode::invalid_request,
                        fmt::format("{} replication factor was not set to -1.", specified)};
  if (topic.num_partitions != -1)
    return TopicRefusal{ErrorCode::invalid_request,
                        fmt::format("{} numPartitions was not set to -1.", specified)};
  return std::nullopt;
}

AssignmentResult assign_by_hand(const Cluster& cluster, const CreatableTopic& topic) {
  if (auto refusal = check_numbers_unset(topic)) return *std::move(refusal);
  std::map<PartitionIndex, Replicas> partitions;
  std::optional<std::size_t> replication_factor;
  for (const auto& [index, replicas] : topic.assignments) {
    if (partitions.contains(index))
      return invalid_assignment(
          fmt::format("Found multiple manual partition assignments for partition {}", index));
    if (auto refusal = check_replicas(cluster, replicas)) return *std::move(refusal);
    if (auto refusal =
            check_replication_factor(replicas, replication_factor.value_or(replicas.size())))
      return *std::move(refusal);
    replication_factor = replicas.size();
    partitions[index] = replicas;
  }
  ReplicaAssignment assignment;
  for (auto& [index, replicas] : partitions) {
    if (!std::cmp_equal(index, assignment.size()))
      return invalid_assignment("partitions should be a consecutive 0-based integer sequence");
    assignment.push_back(std::move(replicas));
  }
  return assignment;
}

// Spreads leaders over the nodes, starting at one that is derived from the name.
ReplicaAssignment spread(const Cluster& cluster, std::string_view name, std::size_t partitions,
                         std::size_t replication_factor) {
  const auto node_count = cluster.nodes.size();
  const auto first = derive_bits(cluster.seed, "first replica", {name}) % node_count;
  ReplicaAssignment assignment(partitions);
  for (std::size_t partition = 0; partition < partitions; ++partition)
    for (std::size_t replica = 0; replica < replication_factor; ++replica)
      assignment[partition].push_back(cluster.nodes[(first + partition + replica) % node_count].id);
  return assignment;
}

AssignmentResult assign_by_number(const Cluster& cluster, const CreatableTopic& topic) {
  if (topic.replication_factor < -1 || topic.replication_factor == 0)
    return TopicRefusal{
        ErrorCode::invalid_replication_factor,
        "Replication factor must be larger than 0, or -1 to use the default value."};
  if (topic.num_partitions < -1 || topic.num_partitions == 0)
    return TopicRefusal{ErrorCode::invalid_partitions,
                        "Number of partitions was set to an invalid non-positive value."};
  const auto partitions =
      topic.num_partitions == -1 ? cluster.config.num_partitions : topic.num_partitions;
  const auto replication_factor = topic.replication_factor == -1
                                      ? cluster.config.default_replication_factor
                                      : topic.replication_factor;
  if (std::cmp_greater(replication_factor, cluster.nodes.size()))
    return TopicRefusal{
        ErrorCode::invalid_replication_factor,
        fmt::format("Unable to replicate the partition {0} time(s): The target replication factor "
                    "of {0} cannot be reached because only {1} broker(s) are registered or some "
                    "brokers have all their log directories cordoned.",
                    replication_factor, cluster.nodes.size())};
  return spread(cluster, topic.name, static_cast<std::size_t>(partitions),
                static_cast<std::size_t>(replication_factor));
}

}  // namespace

// Kafka looks at the replicas in ascending order.
Refusal check_replicas(const Cluster& cluster, Replicas replicas) {
  constexpr std::string_view assignment = "The manual partition assignment includes";
  if (replicas.empty())
    return invalid_assignment(fmt::format("{} an empty replica list.", assignment));
  std::sort(replicas.begin(), replicas.end());
  for (std::size_t position = 0; position < replicas.size(); ++position) {
    const auto replica = replicas[position];
    if (!cluster.find_node(replica))
      return invalid_assignment(
          fmt::format("{} broker {}, but no such broker is registered.", assignment, replica));
    if (position > 0 && replica == replicas[position - 1])
      return invalid_assignment(
          fmt::format("{} the broker {} more than once.", assignment, replica));
  }
  return std::nullopt;
}

AssignmentResult assign_replicas(const Cluster& cluster, const CreatableTopic& topic) {
  return topic.assignments.empty() ? assign_by_number(cluster, topic)
                                   : assign_by_hand(cluster, topic);
}

AssignmentResult more_replicas(const Cluster& cluster, const storage::Topic& topic,
                               std::int32_t count, std::optional<ReplicaAssignment> by_hand) {
  const auto present = topic.partitions.size();
  const auto wanted = static_cast<std::size_t>(count);
  const auto replication_factor = topic.partitions.front().replicas.size();
  if (!by_hand) {
    auto all = spread(cluster, topic.name, wanted, replication_factor);
    all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(present));
    return all;
  }
  if (by_hand->size() != wanted - present)
    return invalid_assignment(
        fmt::format("Attempted to add {} additional partition(s), but only {} assignment(s) were "
                    "specified.",
                    wanted - present, by_hand->size()));
  for (const auto& replicas : *by_hand) {
    if (auto refusal = check_replicas(cluster, replicas)) return *std::move(refusal);
    if (auto refusal = check_replication_factor(replicas, replication_factor))
      return *std::move(refusal);
  }
  return *std::move(by_hand);
}

}  // namespace dogear::broker
