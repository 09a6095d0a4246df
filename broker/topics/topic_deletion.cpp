#include "broker/topics/topic_deletion.hpp"

#include "broker/topics/offsets_topic.hpp"

namespace dogear::broker {

void delete_topic(Cluster& cluster, const std::string& name, BrokerTime now) {
  const auto* topic = cluster.topics.find(name);
  const auto id = topic->id;
  for (const auto& partition : topic->partitions) cluster.changes.changed(partition.changed);
  LogUpkeep::deleted(cluster, *topic);
  cluster.topics.remove(name);
  OffsetsTopicLog log(cluster);
  const coordinator::Turn turn{now, log, cluster.changes};
  if (name == offsets_topic_name) cluster.groups.unload(turn);
  cluster.groups.on_topic_deleted(name, id, turn);
}

}  // namespace dogear::broker
