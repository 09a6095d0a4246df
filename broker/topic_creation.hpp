// Making topics, however it was asked for: CreateTopics, auto-creation, internal topics, --topic.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "broker/cluster.hpp"
#include "broker/configs/topic_configs.hpp"
#include "broker/replica_assignment.hpp"
#include "protocol/messages/create_topics.hpp"

namespace dogear::broker {

using protocol::CreateTopicsRequest;

struct NewTopic {
  std::string name;
  Uuid id;
  ReplicaAssignment assignment;
  TopicConfigs configs;
};

using PlannedTopic = boost::system::result<NewTopic, TopicRefusal>;

// What the topics of one request would become, by Kafka's checks in Kafka's order. Creates nothing.
// Refused as a whole when there is too much of it.
// REQUIRES: no two have the same name.
boost::system::result<std::vector<PlannedTopic>, TopicRefusal> plan_topics(
    const Cluster& cluster, std::span<const CreateTopicsRequest::CreatableTopic> topics);

// REQUIRES: planned, and not created since.
void create_topic(Cluster& cluster, NewTopic topic, BrokerTime now);

// REQUIRES: the topic exists.
void add_partitions(Cluster& cluster, const std::string& topic, ReplicaAssignment assignment,
                    BrokerTime now);

// Creates topics because somebody asked for them: with the broker's defaults, or, if internal, with
// those of their kind. Those that could not be created are still missing, and the log says why.
// REQUIRES: they do not exist and have legal names, each given once.
void auto_create_topics(Cluster& cluster, std::span<const std::string> names, BrokerTime now);

}  // namespace dogear::broker
