// Making topics, however it was asked for: CreateTopics, auto-creation, internal topics, --topic.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "broker/cluster.hpp"

namespace dogear::broker {

// Kafka's rule: 1-249 of letters, digits, '.', '_' and '-', but neither "." nor "..".
bool is_legal_topic_name(std::string_view name);

struct NewTopic {
  std::string name;
  // The replicas of each partition, the preferred leader first.
  std::vector<std::vector<NodeId>> assignment;
  storage::TopicConfig config;
  std::map<std::string, std::string> config_overrides;
};

// Spreads leaders over the nodes, starting at one that is derived from the name.
std::vector<std::vector<NodeId>> spread_replicas(const Cluster& cluster, std::string_view name,
                                                 std::int32_t partitions,
                                                 std::int32_t replication_factor);

// REQUIRES: the name is legal and free, and every replica is a node.
void create_topic(Cluster& cluster, NewTopic topic, BrokerTime now);

// Creates a topic with the broker's defaults, or an internal one with the defaults of its kind.
ErrorCode auto_create_topic(Cluster& cluster, const std::string& name, BrokerTime now);

}  // namespace dogear::broker
