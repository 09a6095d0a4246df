// Makes altered configs act.
#pragma once
#include <string>

#include "broker/cluster.hpp"

namespace dogear::broker {

// Whether eligible.leader.replicas.version is on (KIP-966): min.insync.replicas is then the
// cluster's, never one broker's, and never unset.
bool is_elr_enabled(const Cluster& cluster);

// Makes it so, when a cluster begins with the feature and when it is raised.
void prepare_for_elr(Cluster& cluster, BrokerTime now);

// To be told of configs that somebody set.
void name_without_effect(Cluster& cluster, ConfigResourceType type, const Settings& settings);

BrokerLayers layers_of(const Cluster& cluster, NodeId node);

// REQUIRES: the topic exists and may have these configs.
void alter_topic(Cluster& cluster, const std::string& topic, Settings overrides, BrokerTime now);

// Of brokers, groups and clients' metrics.
void alter_resource(Cluster& cluster, const ConfigResource& resource, Settings settings,
                    BrokerTime now);

}  // namespace dogear::broker
