#include "broker/topic_creation.hpp"

#include <algorithm>

namespace dogear::broker {

bool is_legal_topic_name(std::string_view name) {
  constexpr std::size_t length_max = 249;
  if (name.empty() || name.size() > length_max || name == "." || name == "..") return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  });
}

std::vector<std::vector<NodeId>> spread_replicas(const Cluster& cluster, std::string_view name,
                                                 std::int32_t partitions,
                                                 std::int32_t replication_factor) {
  const auto node_count = cluster.nodes.size();
  const auto first = derive_bits(cluster.seed, "first replica", {name}) % node_count;
  std::vector<std::vector<NodeId>> assignment(static_cast<std::size_t>(partitions));
  for (std::size_t partition = 0; partition < assignment.size(); ++partition)
    for (std::int32_t replica = 0; replica < replication_factor; ++replica)
      assignment[partition].push_back(
          cluster.nodes[(first + partition + static_cast<std::size_t>(replica)) % node_count].id);
  return assignment;
}

void create_topic(Cluster& cluster, NewTopic wanted, BrokerTime now) {
  storage::Topic topic;
  topic.id =
      derive_uuid(cluster.seed, "topic", {wanted.name}, cluster.topic_incarnations[wanted.name]++);
  topic.name = std::move(wanted.name);
  topic.config = wanted.config;
  topic.config_overrides = std::move(wanted.config_overrides);
  for (auto& replicas : wanted.assignment) {
    auto& partition = topic.partitions.emplace_back(storage::PartitionLog(cluster.memory, now));
    partition.log.write().assign_epoch(partition.leader_epoch);
    partition.leader = replicas.front();
    partition.replicas = std::move(replicas);
    partition.changed = cluster.changes.new_id();
  }
  cluster.topics.add(std::move(topic));
}

ErrorCode auto_create_topic(Cluster& cluster, const std::string& name, BrokerTime now) {
  const auto& config = cluster.config;
  create_topic(cluster,
               {.name = name,
                .assignment = spread_replicas(cluster, name, config.num_partitions,
                                              config.default_replication_factor),
                .config = config.topic_defaults,
                .config_overrides = {}},
               now);
  return ErrorCode::none;
}

}  // namespace dogear::broker
