// Creates topics, for all who ask for it: CreateTopics, auto-creation, internal topics, --topic.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "broker/cluster.hpp"
#include "broker/configs/topic_configs.hpp"
#include "broker/topics/replica_assignment.hpp"
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

// Checks the topics of one request as Kafka does, in Kafka's order, and returns what to create for
// each. Creates nothing. The request is refused as a whole when it asks for too much.
// REQUIRES: no two have the same name.
boost::system::result<std::vector<PlannedTopic>, TopicRefusal> plan_topics(
    const Cluster& cluster, std::span<const CreateTopicsRequest::CreatableTopic> topics);

// REQUIRES: plan_topics() returned it, and nothing was created since.
void create_topic(Cluster& cluster, NewTopic topic, BrokerTime now);

// REQUIRES: the topic exists.
void add_partitions(Cluster& cluster, const std::string& topic, ReplicaAssignment assignment,
                    BrokerTime now);

// Auto-creates topics, with the broker's defaults or, if internal, with the settings of their kind.
// If one cannot be created, the log says why.
// REQUIRES: they do not exist and have legal names, each given once.
void auto_create_topics(Cluster& cluster, std::span<const std::string> names, BrokerTime now);

}  // namespace dogear::broker
