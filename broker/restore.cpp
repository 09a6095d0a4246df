// Restores a snapshot in such a way that clients that live on notice it.
#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "broker/broker.hpp"
#include "broker/offsets_topic.hpp"

namespace dogear::broker {
namespace {

LeaderEpoch highest_epoch(const storage::Topics& topics) {
  LeaderEpoch highest = 0;
  for (const auto& [name, topic] : topics.by_name())
    for (const auto& partition : topic->partitions)
      highest = std::max(highest, partition.leader_epoch);
  return highest;
}

// Whether nothing was appended to the partition since, nor its leader moved.
bool is_unchanged(const storage::Partition& restored, const storage::Partition* before) {
  return before && restored.log.shares_with(before->log) &&
         restored.leader_epoch == before->leader_epoch;
}

// Of a topic that was created anew since, all have changed.
std::vector<PartitionIndex> changed_partitions(const storage::Topic& restored,
                                               const storage::Topics& left) {
  const auto* before = left.find(restored.id);
  std::vector<PartitionIndex> changed;
  for (PartitionIndex i = 0; const auto* partition = restored.partition(i); ++i)
    if (!is_unchanged(*partition, before ? before->partition(i) : nullptr)) changed.push_back(i);
  return changed;
}

void raise_leader_epochs(storage::Topics& topics, const storage::Topics& left, LeaderEpoch epoch) {
  std::map<std::string, std::vector<PartitionIndex>> changed;
  for (const auto& [name, topic] : topics.by_name())
    if (auto partitions = changed_partitions(*topic, left); !partitions.empty())
      changed.emplace(name, std::move(partitions));
  for (const auto& [name, partitions] : changed) {
    auto& topic = topics.write(name);
    for (const auto index : partitions) {
      auto& partition = *topic.partition(index);
      partition.leader_epoch = epoch;
      partition.log.write().assign_epoch(epoch);
    }
  }
}

}  // namespace

void Broker::restore(const Snapshot& snapshot) {
  while (!connections_.empty()) close(connections_.begin()->first, "a snapshot was restored");
  // All ids continue from the current state: no id of a change, producer, member or topic that was
  // given after the snapshot may be given to another one.
  auto restored = snapshot.cluster_;
  restored.changes = std::move(cluster_.changes);
  restored.topic_incarnations = std::move(cluster_.topic_incarnations);
  restored.producer_ids = std::move(cluster_.producer_ids);
  restored.metrics = std::move(cluster_.metrics);
  restored.log = std::move(cluster_.log);
  highest_epoch_told_ = 1 + std::max({highest_epoch_told_, highest_epoch(cluster_.topics),
                                      highest_epoch(restored.topics)});
  raise_leader_epochs(restored.topics, cluster_.topics, highest_epoch_told_);
  OffsetsTopicLog log(restored);
  restored.groups.go_on_from(cluster_.groups, {now_, log, restored.changes});
  cluster_ = std::move(restored);
  run_until(now_, nullptr);  // deadlines that have passed since the snapshot
}

}  // namespace dogear::broker
