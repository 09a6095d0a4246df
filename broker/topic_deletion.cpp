#include "broker/topic_deletion.hpp"

namespace dogear::broker {

void delete_topic(Cluster& cluster, const std::string& name, BrokerTime) {
  for (const auto& partition : cluster.topics.find(name)->partitions)
    cluster.changes.changed(partition.changed);
  cluster.topics.remove(name);
}

}  // namespace dogear::broker
