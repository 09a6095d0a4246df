#include "broker/configs/reconfiguration.hpp"

#include <fmt/format.h>

#include "broker/configs/topic_configs.hpp"

namespace dogear::broker {
namespace {

const ConfigResource all_brokers{ConfigResourceType::broker, ""};

void configure(Cluster& cluster, storage::Topic& topic, BrokerTime now) {
  topic.config = unchecked_topic_config(cluster.config, topic.config_overrides);
  LogUpkeep::configured(cluster, topic, now);
}

// All topics have the same defaults here. With one broker they are its own; with several, what is
// set for a single one of them does not count.
void reconfigure(Cluster& cluster, BrokerTime now) {
  auto layers = layers_of(cluster, cluster.nodes.empty() ? 1 : cluster.nodes.front().id);
  if (cluster.nodes.size() > 1) layers.front().settings.clear();
  const auto config = reconfigured(cluster.config, effective_settings(layers));
  if (!config || *config == cluster.config) return;
  cluster.config = *config;
  std::vector<std::string> names;
  for (const auto& [name, topic] : cluster.topics.by_name()) names.push_back(name);
  for (const auto& name : names) configure(cluster, cluster.topics.write(name), now);
}

std::string listeners_of(const Node& node, std::string_view host_if_none) {
  std::vector<std::string> texts;
  for (const auto& [name, host, port] : node.listeners)
    texts.push_back(fmt::format("{}://{}:{}", name, host.empty() ? host_if_none : host, port));
  return fmt::format("{}", fmt::join(texts, ","));
}

}  // namespace

bool is_elr_enabled(const Cluster& cluster) {
  for (const auto& feature : supported_features(*cluster.release))
    if (feature.name == eligible_leader_replicas_version)
      return cluster.features.level(feature) > 0;
  return false;
}

void prepare_for_elr(Cluster& cluster, BrokerTime now) {
  const std::string name = "min.insync.replicas";
  // The cluster's value is the one in the file, so that nothing changes.
  const auto in_file = topic_defaults(cluster.config.settings).min_insync_replicas;
  cluster.dynamic_configs[all_brokers].try_emplace(name, std::to_string(in_file));
  const auto configs = cluster.dynamic_configs;
  for (const auto& [resource, settings] : configs) {
    if (resource.type != ConfigResourceType::broker || resource == all_brokers) continue;
    auto rest = settings;
    if (rest.erase(name) > 0) alter_resource(cluster, resource, std::move(rest), now);
  }
}

void name_without_effect(Cluster& cluster, ConfigResourceType type, const Settings& settings) {
  std::vector<std::string> names;
  for (const auto& [name, value] : settings) {
    const bool acts = (type == ConfigResourceType::topic && topic_config_has_effect(name)) ||
                      (type == ConfigResourceType::broker && has_effect(name));
    constexpr std::size_t remembered_max = 10'000;  // a broker config may have any name
    if (acts || cluster.named_without_effect.size() >= remembered_max) continue;
    if (cluster.named_without_effect.insert(name).second) names.push_back(name);
  }
  if (!names.empty())
    cluster.log.info(fmt::format("configs without effect in Dogear: {}", fmt::join(names, ", ")));
}

BrokerLayers layers_of(const Cluster& cluster, NodeId node) {
  const auto id = std::to_string(node);
  auto layers = only_of_file(cluster.config.settings);
  auto& file = layers.back().settings;
  file["node.id"] = file["broker.id"] = id;
  file["process.roles"] = "broker,controller";
  const auto* known = cluster.find_node(node);
  const bool as_written = cluster.nodes.size() == 1 && file.contains("listeners");
  if (known && !as_written) file["listeners"] = listeners_of(*known, "");
  const ConfigResource broker{ConfigResourceType::broker, id};
  layers[0].settings = settings_of(cluster.dynamic_configs, broker);
  layers[1].settings = settings_of(cluster.dynamic_configs, all_brokers);
  return layers;
}

BrokerLayers layers_told(const Cluster& cluster, const Peer& peer) {
  auto layers = layers_of(cluster, peer.node);
  auto& file = layers.back().settings;
  const auto* known = cluster.find_node(peer.node);
  const bool as_written = cluster.nodes.size() == 1 && file.contains("advertised.listeners");
  if (known && !as_written) file["advertised.listeners"] = listeners_of(*known, peer.reached_host);
  return layers;
}

void alter_topic(Cluster& cluster, const std::string& name, Settings overrides, BrokerTime now) {
  name_without_effect(cluster, ConfigResourceType::topic, overrides);
  auto& topic = cluster.topics.write(name);
  topic.config_overrides = std::move(overrides);
  configure(cluster, topic, now);
}

void alter_resource(Cluster& cluster, const ConfigResource& resource, Settings settings,
                    BrokerTime now) {
  name_without_effect(cluster, resource.type, settings);
  if (settings.empty())
    cluster.dynamic_configs.erase(resource);
  else
    cluster.dynamic_configs[resource] = std::move(settings);
  if (resource.type == ConfigResourceType::broker) reconfigure(cluster, now);
}

}  // namespace dogear::broker
