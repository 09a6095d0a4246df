#include "broker/topics/reassignment.hpp"

#include <algorithm>

#include "broker/topics/offsets_topic.hpp"

namespace dogear::broker {
namespace {

bool contains(const std::vector<NodeId>& replicas, NodeId node) {
  return std::find(replicas.begin(), replicas.end(), node) != replicas.end();
}

// Removing a replica begins a new leader epoch, even when the leader stays (KAFKA-15021).
bool begins_an_epoch(const storage::Partition& partition, const std::vector<NodeId>& replicas) {
  return !std::all_of(partition.replicas.begin(), partition.replicas.end(),
                      [&](NodeId node) { return contains(replicas, node); });
}

// The order in which Kafka tells the ISR: as before when only some are removed; ascending when one
// is added, since the leader then reports them as a set.
std::vector<NodeId> in_sync_after(std::vector<NodeId> in_sync,
                                  const std::vector<NodeId>& replicas) {
  std::erase_if(in_sync, [&](NodeId node) { return !contains(replicas, node); });
  if (in_sync.size() == replicas.size()) return in_sync;
  in_sync = replicas;
  std::sort(in_sync.begin(), in_sync.end());
  return in_sync;
}

// The new leader of a partition of __consumer_offsets loads its groups.
void coordinator_moved(Cluster& cluster, const std::string& topic, PartitionIndex index,
                       BrokerTime now) {
  if (topic != offsets_topic_name) return;
  OffsetsTopicLog log(cluster);
  cluster.groups.reload(index, {now, log, cluster.changes});
}

}  // namespace

void elect_preferred(Cluster& cluster, const std::string& topic, PartitionIndex index,
                     BrokerTime now) {
  auto& partition = *cluster.topics.write(topic).partition(index);
  partition.leader = partition.replicas.front();
  cluster.topics.begin_epoch(partition, partition.leader_epoch + 1);
  cluster.changes.changed(partition.changed);
  coordinator_moved(cluster, topic, index, now);
}

void reassign(Cluster& cluster, const std::string& topic, PartitionIndex index,
              std::vector<NodeId> replicas, BrokerTime now) {
  auto& written = cluster.topics.write(topic);
  auto& partition = *written.partition(index);
  const auto new_epoch = begins_an_epoch(partition, replicas);
  const auto moves = !contains(replicas, partition.leader);
  if (moves) partition.leader = replicas.front();
  auto in_sync = in_sync_after(written.in_sync(index), replicas);
  if (in_sync == replicas)
    written.in_sync_order.erase(index);
  else
    written.in_sync_order[index] = std::move(in_sync);
  partition.replicas = std::move(replicas);
  cluster.changes.changed(partition.changed);
  if (new_epoch) cluster.topics.begin_epoch(partition, partition.leader_epoch + 1);
  if (moves) coordinator_moved(cluster, topic, index, now);
}

}  // namespace dogear::broker
