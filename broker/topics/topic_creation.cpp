#include "broker/topics/topic_creation.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "broker/configs/reconfiguration.hpp"
#include "broker/controller_batch.hpp"
#include "broker/topics/internal_topics.hpp"
#include "broker/topics/topic_names.hpp"

namespace dogear::broker {
namespace {

using CreatableTopic = CreateTopicsRequest::CreatableTopic;
using Refusal = std::optional<TopicRefusal>;

Refusal check_name(const Cluster& cluster, const std::string& name) {
  if (name == cluster_metadata_topic)
    return TopicRefusal{ErrorCode::invalid_request,
                        fmt::format("Creation of internal topic {} is prohibited.", name)};
  if (cluster.topics.find(name))
    return TopicRefusal{ErrorCode::topic_already_exists,
                        fmt::format("Topic '{}' already exists.", name)};
  if (const auto* other = cluster.topics.colliding_with(name))  // also with a "." that is illegal
    return TopicRefusal{ErrorCode::invalid_topic_exception,
                        fmt::format("Topic '{}' collides with existing topic: {}", name, *other)};
  if (!is_legal_topic_name(name))
    return TopicRefusal{ErrorCode::invalid_topic_exception, illegal_name_message(name)};
  return std::nullopt;
}

Uuid next_topic_id(const Cluster& cluster, const std::string& name) {
  const auto incarnations = cluster.topic_incarnations.find(name);
  return derive_uuid(cluster.seed, "topic", {name},
                     incarnations == cluster.topic_incarnations.end() ? 0 : incarnations->second);
}

constexpr std::int64_t partitions_max = 10'000;  // of one request

// More partitions than any request may have get as far as this where Kafka's count of them
// overflows. It has not enough memory for them if there is nothing else to say against the topic.
TopicRefusal too_many_for_memory(const Cluster& cluster, CreatableTopic topic) {
  topic.num_partitions = 1;
  if (auto assignment = assign_replicas(cluster, topic); !assignment) return assignment.error();
  return {ErrorCode::unknown_server_error, {}};
}

PlannedTopic plan(const Cluster& cluster, const CreatableTopic& topic) {
  if (auto refusal = check_name(cluster, topic.name)) return *std::move(refusal);
  std::vector<TopicSetting> settings;
  for (const auto& [name, value] : topic.configs) settings.emplace_back(name, value);
  auto configs = parse_topic_configs(cluster.config, settings);
  if (!configs) return TopicRefusal{ErrorCode::invalid_config, configs.error().message};
  if (topic.assignments.empty() && topic.num_partitions > partitions_max)
    return too_many_for_memory(cluster, topic);
  auto assignment = assign_replicas(cluster, topic);
  if (!assignment) return assignment.error();
  return NewTopic{.name = topic.name,
                  .id = next_topic_id(cluster, topic.name),
                  .assignment = *std::move(assignment),
                  .configs = *std::move(configs)};
}

Refusal check_partition_total(const Cluster& cluster, std::span<const CreatableTopic> topics) {
  std::int64_t total = 0;
  for (const auto& topic : topics) {
    if (!topic.assignments.empty())
      total += static_cast<std::int64_t>(topic.assignments.size());
    else if (topic.num_partitions == -1)
      total += cluster.config.num_partitions;
    else
      total += std::max(0, topic.num_partitions);
  }
  // Kafka counts in an int32: a total that overflows it may pass.
  if (static_cast<std::int32_t>(total) <= partitions_max) return std::nullopt;
  return TopicRefusal{ErrorCode::policy_violation,
                      "Excessively large number of partitions per request."};
}

Refusal check_record_total(std::span<const PlannedTopic> topics) {
  std::size_t total = 0;
  for (const auto& topic : topics) {
    if (topic) total += 1 + topic->configs.overrides.size() + topic->assignment.size();
  }
  if (total <= controller_records_max) return std::nullopt;
  return TopicRefusal{ErrorCode::policy_violation, std::string(controller_batch_too_large)};
}

CreatableTopic auto_topic(const Cluster& cluster, const std::string& name) {
  if (storage::Topic::is_internal(name)) return internal_topic(cluster.config, name);
  CreatableTopic topic;
  topic.name = name;
  topic.num_partitions = -1;
  topic.replication_factor = -1;
  return topic;
}

void log_refusal(Cluster& cluster, std::string_view name, const TopicRefusal& refusal) {
  cluster.log.warning(fmt::format("Auto topic creation failed for {} with error '{}': {}", name,
                                  name_of(refusal.error), refusal.message));
}

storage::Partition new_partition(Cluster& cluster, std::vector<NodeId> replicas, BrokerTime now) {
  storage::Partition partition(storage::PartitionLog(cluster.memory, now));
  partition.log.write().assign_epoch(partition.leader_epoch);
  partition.leader = replicas.front();
  partition.replicas = std::move(replicas);
  partition.changed = cluster.changes.new_id();
  return partition;
}

}  // namespace

boost::system::result<std::vector<PlannedTopic>, TopicRefusal> plan_topics(
    const Cluster& cluster, std::span<const CreatableTopic> topics) {
  if (auto refusal = check_partition_total(cluster, topics)) return *std::move(refusal);
  std::vector<PlannedTopic> planned;
  for (const auto& topic : topics) {
    planned.push_back(plan(cluster, topic));
    const auto& last = planned.back();
    if (!last && last.error().error == ErrorCode::unknown_server_error) return last.error();
  }
  if (auto refusal = check_record_total(planned)) return *std::move(refusal);
  return planned;
}

void create_topic(Cluster& cluster, NewTopic wanted, BrokerTime now) {
  if (!storage::Topic::is_internal(wanted.name))
    name_without_effect(cluster, ConfigResourceType::topic, wanted.configs.overrides);
  ++cluster.topic_incarnations[wanted.name];
  storage::Topic topic;
  topic.id = wanted.id;
  topic.name = std::move(wanted.name);
  topic.config = wanted.configs.effective;
  topic.config_overrides = std::move(wanted.configs.overrides);
  for (auto& replicas : wanted.assignment)
    topic.partitions.push_back(new_partition(cluster, std::move(replicas), now));
  cluster.topics.add(std::move(topic));
}

void add_partitions(Cluster& cluster, const std::string& topic, ReplicaAssignment assignment,
                    BrokerTime now) {
  auto& partitions = cluster.topics.write(topic).partitions;
  for (auto& replicas : assignment)
    partitions.push_back(new_partition(cluster, std::move(replicas), now));
}

void auto_create_topics(Cluster& cluster, std::span<const std::string> names, BrokerTime now) {
  std::vector<CreatableTopic> wanted;
  for (const auto& name : names) wanted.push_back(auto_topic(cluster, name));
  auto planned = plan_topics(cluster, wanted);
  if (!planned)
    return log_refusal(cluster, fmt::format("{} topics", names.size()), planned.error());
  for (std::size_t position = 0; position < names.size(); ++position) {
    auto& topic = (*planned)[position];
    if (topic)
      create_topic(cluster, *std::move(topic), now);
    else
      log_refusal(cluster, names[position], topic.error());
  }
}

}  // namespace dogear::broker
