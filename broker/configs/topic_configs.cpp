#include "broker/configs/topic_configs.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "broker/configs/java_text.hpp"
#include "broker/configs/meanings.hpp"

namespace dogear::broker {
namespace {

using Settings = std::map<std::string, std::string>;

// The first broker config that is set among those that a topic config falls back to, in the topic's
// unit.
std::optional<std::string> of_broker(const ConfigFact& fact, const Settings& broker) {
  for (const auto synonym : fact.synonyms) {
    const auto star = synonym.find('*');
    const auto setting = broker.find(std::string(synonym.substr(0, star)));
    if (setting == broker.end()) continue;
    if (star == std::string_view::npos) return setting->second;
    const auto number = java::parse_integer(java::trim(setting->second)).value_or(0);
    return std::to_string(number * *java::parse_integer(synonym.substr(star + 1)));
  }
  return std::nullopt;
}

void set(storage::TopicConfig& config, const Settings& values) {
  for (const auto& meaning : topic_meanings()) {
    const auto setting = values.find(std::string(meaning.name));
    if (setting == values.end()) continue;
    const auto* fact = find_config(topic_config_facts(), meaning.name);
    const auto value = parse_config_type(*fact, setting->second);
    if (value.has_value()) meaning.set(config, *value);
  }
}

ConfigError null_values(std::span<const TopicSetting> asked) {
  std::vector<std::string_view> names;
  for (const auto& [name, value] : asked) {
    if (!value) names.push_back(name);
  }
  return {fmt::format("Null value not supported for topic configs: {}", fmt::join(names, ","))};
}

using Refusal = std::optional<ConfigError>;

// LogConfig.validateNames and ConfigDef.parse.
Refusal check_each(const Settings& overrides) {
  for (const auto& [name, value] : overrides) {
    if (find_config(topic_config_facts(), name)) continue;
    return ConfigError{fmt::format("Unknown topic config name: {}", name)};
  }
  for (const auto& fact : topic_config_facts()) {
    const auto setting = overrides.find(std::string(fact.name));
    if (setting == overrides.end()) continue;
    const auto value = parse_config_value(fact, setting->second);
    if (value.has_error()) return value.error();
  }
  return std::nullopt;
}

// LogConfig.validateTopicLogConfigValues of a broker without tiered storage.
Refusal check_together(const storage::TopicConfig& config) {
  if (config.min_compaction_lag_ms > config.max_compaction_lag_ms) {
    return ConfigError{fmt::format(
        "conflict topic config setting min.compaction.lag.ms ({}) > max.compaction.lag.ms ({})",
        config.min_compaction_lag_ms, config.max_compaction_lag_ms)};
  }
  if (config.remote_storage_enable) {
    return ConfigError{
        "Tiered Storage functionality is disabled in the broker. "
        "Topic cannot be configured with remote log storage."};
  }
  return std::nullopt;
}

ToldConfig told(const ConfigFact& fact, const Settings& broker, const Settings& overrides) {
  ToldConfig config;
  config.name = fact.name;
  config.sensitive = fact.sensitive;
  if (const auto own = overrides.find(std::string(fact.name)); own != overrides.end()) {
    config.value = own->second;
    config.source = ConfigSource::topic;
    return config;
  }
  config.value = of_broker(fact, broker);
  if (config.value) config.source = ConfigSource::static_broker;
  if (!config.value && fact.default_value) config.value = *fact.default_value;
  // A new Kafka cluster turns its brokers' min.insync.replicas into a config of the cluster.
  if (fact.of_cluster) config.source = ConfigSource::cluster;
  return config;
}

}  // namespace

ConfigResult<TopicConfigs> parse_topic_configs(const BrokerConfig& broker,
                                               std::span<const TopicSetting> asked) {
  TopicConfigs configs{.overrides = {}, .effective = broker.topic_defaults};
  for (const auto& [name, value] : asked) {
    if (!value) return null_values(asked);
    configs.overrides[name] = *value;
  }
  if (auto refusal = check_each(configs.overrides)) return *std::move(refusal);
  set(configs.effective, configs.overrides);
  if (auto refusal = check_together(configs.effective)) return *std::move(refusal);
  return configs;
}

std::vector<ToldConfig> told_topic_configs(const BrokerConfig& broker,
                                           const std::map<std::string, std::string>& overrides) {
  std::vector<ToldConfig> all;
  for (const auto& fact : topic_config_facts()) {
    if (fact.internal && !overrides.contains(std::string(fact.name))) continue;
    all.push_back(told(fact, broker.settings, overrides));
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return all;
}

storage::TopicConfig topic_defaults(const std::map<std::string, std::string>& broker_settings) {
  Settings values;
  for (const auto& fact : topic_config_facts()) {
    if (auto value = of_broker(fact, broker_settings)) values[std::string(fact.name)] = *value;
  }
  storage::TopicConfig config;
  set(config, values);
  config.retention_ms = std::max(config.retention_ms, storage::TopicConfig::unlimited);
  return config;
}

}  // namespace dogear::broker
