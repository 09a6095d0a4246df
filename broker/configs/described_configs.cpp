#include "broker/configs/described_configs.hpp"

#include <algorithm>
#include <span>

#include "base/hash_order.hpp"
#include "base/utf8.hpp"
#include "broker/configs/topic_configs.hpp"
#include "broker/configs/value.hpp"

namespace dogear::broker {
namespace {

using Synonyms = std::vector<ConfigSynonym>;
using Text = std::optional<std::string>;

const std::string* find(const Settings& settings, std::string_view name) {
  const auto found = settings.find(name);
  return found == settings.end() ? nullptr : &found->second;
}

std::string typed_text(const ConfigFact& fact, const std::string& raw) {
  const auto value = parse_config_type(fact, raw);
  return value ? config_text(*value) : raw;
}

// The value of a config with this setting, or with none.
Text text_of(const ConfigFact& fact, const std::string* setting) {
  if (fact.sensitive) return std::nullopt;
  if (setting) return typed_text(fact, *setting);
  return fact.default_value ? Text(*fact.default_value) : std::nullopt;
}

// Kafka drops all synonyms before the config's own name. That is meant for overrides of listeners,
// but also drops configs in other units.
Synonyms broker_synonyms(const BrokerLayers& broker, std::string_view name, bool sensitive) {
  Synonyms all;
  const auto names = broker_config_synonyms(name);
  const auto add = [&](std::string_view synonym, const std::string& value, ConfigSource source) {
    all.push_back({std::string(synonym), sensitive ? std::nullopt : Text(value), source});
  };
  for (const auto& layer : broker)
    for (const auto synonym : names)
      if (const auto* value = find(layer.settings, synonym)) add(synonym, *value, layer.source);
  for (const auto synonym : names)
    if (const auto* fact = find_config(broker_config_facts(), synonym); fact && fact->default_value)
      add(synonym, std::string(*fact->default_value), ConfigSource::kafka_default);
  const auto own =
      std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.name == name; });
  all.erase(all.begin(), own);
  return all;
}

DescribedConfig described(const ConfigFact& fact, Text value, Synonyms synonyms) {
  return {.name = std::string(fact.name),
          .value = std::move(value),
          .read_only = false,
          .sensitive = fact.sensitive,
          .type = fact.type,
          .synonyms = std::move(synonyms)};
}

void put_first(const ConfigFact& fact, const Text& value, ConfigSource source, Synonyms& synonyms) {
  synonyms.insert(synonyms.begin(), {std::string(fact.name), value, source});
}

Text topic_value(const ConfigFact& fact, const std::string* own, const Settings& broker) {
  if (own) return text_of(fact, own);
  const auto of_broker = broker_default(fact, broker);
  auto value = text_of(fact, of_broker ? &*of_broker : nullptr);
  // As a default, any negative value stands for unlimited.
  if (fact.name == "retention.ms" && value && value->starts_with('-')) value = "-1";
  return value;
}

struct KnownConfig {
  std::optional<ConfigType> type;
  bool sensitive = true;  // as an unknown config might be
  bool read_only = true;
};

KnownConfig know(std::string_view name) {
  const auto* fact = find_config(broker_config_facts(), name);
  if (fact) return {fact->type, fact->sensitive, fact->read_only};
  if (const auto* quota = find_config(broker_quota_config_facts(), name))
    return {quota->type, false, false};
  if (const auto base = without_listener(name))
    if (const auto* based = find_config(broker_config_facts(), *base))
      return {based->type, based->sensitive, true};
  return {};
}

DescribedConfig describe_setting(const BrokerLayers& broker, const std::string& name,
                                 const std::string& value) {
  const auto known = know(name);
  return {.name = name,
          .value = known.sensitive ? std::nullopt : Text(value),
          .read_only = known.read_only,
          .sensitive = known.sensitive,
          .type = known.type,
          .synonyms = broker_synonyms(broker, name, known.sensitive)};
}

// Into the order of a java.util.HashMap of so many names.
void sort_as_hash_map(std::vector<DescribedConfig>& configs, std::size_t names) {
  sort_by_bucket(configs, HashTable::grown, names,
                 [](const DescribedConfig& config) { return java_hash(config.name); });
}

// Kafka takes them out of a HashMap of all that are defined and not internal. Before those come the
// others that are set.
void sort_as_described(std::vector<DescribedConfig>& configs, std::span<const ConfigFact> facts) {
  const auto is_internal = [](const ConfigFact& fact) { return fact.internal; };
  const auto internal = std::count_if(facts.begin(), facts.end(), is_internal);
  sort_as_hash_map(configs, facts.size() - static_cast<std::size_t>(internal));
  std::stable_partition(configs.begin(), configs.end(), [&](const DescribedConfig& config) {
    const auto* fact = find_config(facts, config.name);
    return !fact || fact->internal;
  });
}

}  // namespace

std::vector<DescribedConfig> describe_topic(const BrokerLayers& broker, const Settings& own,
                                            const Wanted& wanted) {
  const auto settings = effective_settings(broker);
  std::vector<DescribedConfig> all;
  for (const auto& fact : topic_config_facts()) {
    const auto* set = find(own, fact.name);
    if ((fact.internal && !set) || !wanted(fact.name)) continue;
    const auto value = topic_value(fact, set, settings);
    Synonyms synonyms;
    if (!fact.synonyms.empty())
      synonyms = broker_synonyms(broker, fact.synonyms.front(), fact.sensitive);
    if (set) put_first(fact, value, ConfigSource::topic, synonyms);
    all.push_back(described(fact, value, std::move(synonyms)));
  }
  sort_as_described(all, topic_config_facts());
  return all;
}

std::vector<DescribedConfig> describe_broker(const BrokerLayers& broker, const Wanted& wanted) {
  const auto settings = effective_settings(broker);
  std::vector<DescribedConfig> all;
  for (const auto& fact : broker_config_facts()) {
    const auto* set = find(settings, fact.name);
    if ((fact.internal && !set) || !wanted(fact.name)) continue;
    all.push_back(
        described(fact, text_of(fact, set), broker_synonyms(broker, fact.name, fact.sensitive)));
    all.back().read_only = fact.read_only;
  }
  for (const auto& [name, value] : settings)
    if (!find_config(broker_config_facts(), name) && wanted(name))
      all.push_back(describe_setting(broker, name, value));
  sort_as_described(all, broker_config_facts());
  return all;
}

std::vector<DescribedConfig> describe_all_brokers(const BrokerLayers& broker,
                                                  const Wanted& wanted) {
  std::vector<DescribedConfig> all;
  for (const auto& layer : broker) {
    if (layer.source != ConfigSource::all_brokers) continue;
    for (const auto& [name, value] : layer.settings) {
      if (!wanted(name)) continue;
      all.push_back(describe_setting(broker, name, value));
      std::erase_if(all.back().synonyms,
                    [&](const auto& synonym) { return synonym.source != layer.source; });
    }
    sort_as_hash_map(all, layer.settings.size());
  }
  return all;
}

std::vector<DescribedConfig> describe_group(const BrokerLayers& broker, const Settings& own,
                                            const Wanted& wanted) {
  const auto settings = effective_settings(broker);
  std::vector<DescribedConfig> all;
  for (const auto& fact : group_config_facts()) {
    if (!wanted(fact.name)) continue;
    const auto* set = find(own, fact.name);
    Synonyms synonyms;
    const std::string* of_broker = nullptr;
    if (fact.synonyms.empty()) {
      put_first(fact, std::string(*fact.default_value), ConfigSource::kafka_default, synonyms);
    } else {
      synonyms = broker_synonyms(broker, fact.synonyms.front(), false);
      of_broker = find(settings, fact.synonyms.front());
    }
    const auto value = text_of(fact, set ? set : of_broker);
    if (set) put_first(fact, value, ConfigSource::group, synonyms);
    all.push_back(described(fact, value, std::move(synonyms)));
  }
  sort_as_described(all, group_config_facts());
  return all;
}

std::vector<DescribedConfig> describe_client_metrics(const Settings& own, const Wanted& wanted) {
  std::vector<DescribedConfig> all;
  for (const auto& fact : client_metrics_config_facts()) {
    if (!wanted(fact.name)) continue;
    const auto* set = find(own, fact.name);
    const auto value = text_of(fact, set);
    Synonyms synonyms;
    if (set) put_first(fact, value, ConfigSource::client_metrics, synonyms);
    all.push_back(described(fact, value, std::move(synonyms)));
  }
  sort_as_described(all, client_metrics_config_facts());
  return all;
}

}  // namespace dogear::broker
