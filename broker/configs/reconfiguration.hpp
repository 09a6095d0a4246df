// Alters configs and makes them effective.
#pragma once
#include <string>

#include "broker/call.hpp"
#include "broker/cluster.hpp"

namespace dogear::broker {

// Whether eligible.leader.replicas.version is on (KIP-966): min.insync.replicas is then the
// cluster's, never one broker's, and never unset.
bool is_elr_enabled(const Cluster& cluster);

// Prepares the configs for that: when a cluster starts with the feature and before it is enabled.
void prepare_for_elr(Cluster& cluster, BrokerTime now);

// Logs those configs that have no effect here, each only once.
void name_without_effect(Cluster& cluster, ConfigResourceType type, const Settings& settings);

// The settings of a broker, by where they come from.
BrokerLayers layers_of(const Cluster& cluster, NodeId node);
// As the broker that this client is connected to describes them: with the addresses that it
// advertises.
BrokerLayers layers_told(const Cluster& cluster, const Peer& peer);

// Replaces all configs of a topic.
// REQUIRES: the topic exists, and the configs are valid.
void alter_topic(Cluster& cluster, const std::string& topic, Settings overrides, BrokerTime now);

// Replaces all configs of a broker (or all brokers), group or client metrics subscription.
// REQUIRES: they are valid.
void alter_resource(Cluster& cluster, const ConfigResource& resource, Settings settings,
                    BrokerTime now);

}  // namespace dogear::broker
