// Restores a snapshot in such a way that clients that live on notice it.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "broker/broker.hpp"
#include "broker/topics/offsets_topic.hpp"

namespace dogear::broker {
namespace {

using Partitions = std::vector<std::pair<std::string, std::vector<PartitionIndex>>>;

// Whether nothing was appended to the partition since, nor its leader moved.
bool is_unchanged(const storage::Partition& restored, const storage::Partition* before) {
  return before && restored.log.shares_with(before->log) &&
         restored.leader_epoch == before->leader_epoch;
}

std::vector<PartitionIndex> changed_partitions(const storage::Topic& restored,
                                               const storage::Topic* before) {
  std::vector<PartitionIndex> changed;
  for (PartitionIndex i = 0; const auto* partition = restored.partition(i); ++i)
    if (!is_unchanged(*partition, before ? before->partition(i) : nullptr)) changed.push_back(i);
  return changed;
}

// Of a topic that was created anew since, all have changed.
Partitions changed_partitions(const storage::Topics& restored, const storage::Topics& left) {
  Partitions changed;
  for (const auto& [name, topic] : restored.by_name()) {
    const auto same_name = left.by_name().find(name);
    if (same_name != left.by_name().end() && same_name->second.shares_with(topic)) continue;
    auto partitions = changed_partitions(*topic, left.find(topic->id));
    if (!partitions.empty()) changed.emplace_back(name, std::move(partitions));
  }
  return changed;
}

void raise_leader_epochs(storage::Topics& topics, const Partitions& changed, LeaderEpoch epoch) {
  topics.set_highest_epoch(epoch);
  for (const auto& [name, partitions] : changed) {
    auto& topic = topics.write(name);
    for (const auto index : partitions) topics.begin_epoch(*topic.partition(index), epoch);
  }
}

// All ids continue from the current state: no id of a change, producer or topic that was given
// after the snapshot may be given to another one.
void replace(Cluster& cluster, const Cluster& by) {
  auto changes = std::move(cluster.changes);
  auto topic_incarnations = std::move(cluster.topic_incarnations);
  auto producer_ids = std::move(cluster.producer_ids);
  auto metrics = std::move(cluster.metrics);
  auto log = std::move(cluster.log);
  cluster = by;
  cluster.changes = std::move(changes);
  cluster.topic_incarnations = std::move(topic_incarnations);
  cluster.producer_ids = std::move(producer_ids);
  cluster.metrics = std::move(metrics);
  cluster.log = std::move(log);
}

}  // namespace

void Broker::restore(const Snapshot& snapshot) {
  while (!connections_.empty()) close(connections_.begin()->first, "a snapshot was restored");
  const auto& restored = snapshot.cluster_;
  // What clients that live on must notice is compared first: in an assignment the memory of what
  // is left is used again.
  const auto changed = changed_partitions(restored.topics, cluster_.topics);
  const auto epoch = 1 + std::max(cluster_.topics.highest_epoch(), restored.topics.highest_epoch());
  const auto told = cluster_.groups.told_since(restored.groups);
  replace(cluster_, restored);
  raise_leader_epochs(cluster_.topics, changed, epoch);
  OffsetsTopicLog log(cluster_);
  cluster_.groups.go_on_from(told, {now_, log, cluster_.changes});
  run_until(now_);  // deadlines that have passed since the snapshot
}

}  // namespace dogear::broker
