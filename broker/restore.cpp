// A snapshot comes back, and clients that live on are to notice.
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

// Nothing was written, created or moved since.
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
  // Ids go on: nobody may wait for what another one changes, producers and members that a client
  // still is are nobody else, and a topic that is made anew is another one.
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
  run_until(now_, nullptr);  // what has come due since the snapshot
}

}  // namespace dogear::broker
