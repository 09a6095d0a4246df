// Makes altered configs act.
#pragma once
#include <string>

#include "broker/cluster.hpp"

namespace dogear::broker {

// What a new cluster sets by itself, for all its brokers: min.insync.replicas.
void set_first_dynamic_configs(Cluster& cluster);

// To be told of configs that somebody set.
void name_without_effect(Cluster& cluster, ConfigResourceType type, const Settings& settings);

BrokerLayers layers_of(const Cluster& cluster, NodeId node);

// REQUIRES: the topic exists and may have these configs.
void alter_topic(Cluster& cluster, const std::string& topic, Settings overrides, BrokerTime now);

// Of brokers, groups and clients' metrics.
void alter_resource(Cluster& cluster, const ConfigResource& resource, Settings settings,
                    BrokerTime now);

}  // namespace dogear::broker
