#include "broker/configs/topic_configs.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/java_text.hpp"
#include "broker/configs/meanings.hpp"

namespace dogear::broker {
namespace {

void set(storage::TopicConfig& config, const Settings& values) {
  for (const auto& meaning : topic_meanings()) {
    const auto setting = values.find(meaning.name);
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
  if (const auto name = first_unknown(topic_config_facts(), overrides))
    return ConfigError{fmt::format("Unknown topic config name: {}", *name)};
  for (const auto& fact : topic_config_facts()) {
    const auto setting = overrides.find(fact.name);
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

ToldConfig told(const ConfigFact& fact, const BrokerLayers& broker, const Settings& overrides) {
  ToldConfig config;
  config.name = fact.name;
  config.sensitive = fact.sensitive;
  if (const auto own = overrides.find(fact.name); own != overrides.end()) {
    config.value = own->second;
    config.source = ConfigSource::topic;
    return config;
  }
  for (const auto& layer : broker) {
    config.value = broker_default(fact, layer.settings);
    config.source = layer.source;
    if (config.value) return config;
  }
  if (fact.default_value) config.value = *fact.default_value;
  config.source = ConfigSource::kafka_default;
  return config;
}

}  // namespace

ConfigResult<TopicConfigs> parse_topic_configs(const BrokerConfig& broker,
                                               std::span<const TopicSetting> asked) {
  TopicConfigs configs;
  for (const auto& [name, value] : asked) {
    if (!value) return null_values(asked);
    configs.overrides[name] = *value;
  }
  if (auto refusal = check_each(configs.overrides)) return *std::move(refusal);
  configs.effective = unchecked_topic_config(broker, configs.overrides);
  if (auto refusal = check_together(configs.effective)) return *std::move(refusal);
  return configs;
}

storage::TopicConfig unchecked_topic_config(const BrokerConfig& broker, const Settings& overrides) {
  auto config = broker.topic_defaults;
  set(config, overrides);
  return config;
}

std::optional<std::string> broker_default(const ConfigFact& fact, const Settings& broker) {
  for (const auto synonym : fact.synonyms) {
    const auto star = synonym.find('*');
    const auto setting = broker.find(synonym.substr(0, star));
    if (setting == broker.end()) continue;
    if (star == std::string_view::npos) return setting->second;
    const auto number = java::parse_integer(java::trim(setting->second)).value_or(0);
    return std::to_string(number * *java::parse_integer(synonym.substr(star + 1)));
  }
  return std::nullopt;
}

std::vector<ToldConfig> told_topic_configs(const BrokerLayers& broker, const Settings& overrides) {
  std::vector<ToldConfig> all;
  for (const auto& fact : topic_config_facts()) {
    if (fact.internal && !overrides.contains(fact.name)) continue;
    all.push_back(told(fact, broker, overrides));
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return all;
}

bool topic_config_has_effect(std::string_view topic_config) {
  const auto meanings = topic_meanings();
  return std::any_of(meanings.begin(), meanings.end(), [&](const auto& meaning) {
    return meaning.name == topic_config && meaning.effect == Effect::acts;
  });
}

storage::TopicConfig topic_defaults(const Settings& broker_settings) {
  Settings values;
  for (const auto& fact : topic_config_facts()) {
    if (auto value = broker_default(fact, broker_settings)) values[std::string(fact.name)] = *value;
  }
  storage::TopicConfig config;
  set(config, values);
  config.retention_ms = std::max(config.retention_ms, storage::TopicConfig::unlimited);
  return config;
}

}  // namespace dogear::broker
