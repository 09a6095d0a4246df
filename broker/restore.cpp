// Restores a snapshot in such a way that clients that live on notice it.
#include <algorithm>
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

// Whether nothing was appended to the topic since, nor was it created anew or its leaders moved.
bool is_unchanged(const storage::Topic& restored, const storage::Topics& left) {
  const auto* before = left.find(restored.id);
  return before && std::equal(restored.partitions.begin(), restored.partitions.end(),
                              before->partitions.begin(), before->partitions.end(),
                              [](const auto& one, const auto& other) {
                                return one.log.shares_with(other.log) &&
                                       one.leader_epoch == other.leader_epoch;
                              });
}

void raise_leader_epochs(storage::Topics& topics, const storage::Topics& left, LeaderEpoch epoch) {
  std::vector<std::string> changed;
  for (const auto& [name, topic] : topics.by_name())
    if (!is_unchanged(*topic, left)) changed.push_back(name);
  for (const auto& name : changed) {
    for (auto& partition : topics.write(name).partitions) {
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
