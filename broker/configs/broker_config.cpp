#include "broker/configs/broker_config.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "broker/configs/checks.hpp"
#include "broker/configs/dynamic_configs.hpp"
#include "broker/configs/meanings.hpp"
#include "broker/configs/topic_configs.hpp"

namespace dogear::broker {
namespace {

using Refusal = std::optional<ConfigError>;

Refusal refuse_unknown(std::span<const Setting> given) {
  for (const auto& [key, value] : given)
    if (auto refusal = refuse_unknown_config(key)) return refusal;
  return std::nullopt;
}

const BrokerMeaning* meaning_of(std::string_view name) {
  for (const auto& meaning : broker_meanings()) {
    if (meaning.name == name) return &meaning;
  }
  return nullptr;
}

// Sets the members in Kafka's order, so that of several bad values the same one is named as by
// Kafka.
Refusal apply(BrokerConfig& config) {
  for (const auto& fact : broker_config_facts()) {
    const auto setting = config.settings.find(fact.name);
    if (setting == config.settings.end()) continue;
    const auto value = parse_config_value(fact, setting->second);
    if (value.has_error()) return value.error();
    if (const auto* meaning = meaning_of(fact.name)) meaning->set(config, *value);
  }
  return std::nullopt;
}

Refusal configure(BrokerConfig& config) {
  if (auto refusal = apply(config)) return refusal;
  config.topic_defaults = topic_defaults(config.settings);
  return check_together(config);
}

bool acts_on_topics(std::string_view broker_config) {
  for (const auto& meaning : topic_meanings()) {
    if (meaning.effect == Effect::none) continue;
    for (const auto synonym : find_config(topic_config_facts(), meaning.name)->synonyms) {
      if (synonym.substr(0, synonym.find('*')) == broker_config) return true;
    }
  }
  return false;
}

// These are read from the settings where listeners are opened, nodes described and internal topics
// created.
bool is_read_by_name(std::string_view broker_config) {
  constexpr std::array<std::string_view, 10> names{"advertised.listeners",
                                                   "broker.id",
                                                   "broker.rack",
                                                   "controller.listener.names",
                                                   "inter.broker.listener.name",
                                                   "listener.security.protocol.map",
                                                   "listeners",
                                                   "node.id",
                                                   "offsets.topic.replication.factor",
                                                   "offsets.topic.segment.bytes"};
  return std::find(names.begin(), names.end(), broker_config) != names.end();
}

}  // namespace

bool has_effect(std::string_view broker_config) {
  return meaning_of(broker_config) != nullptr || acts_on_topics(broker_config) ||
         is_read_by_name(broker_config);
}

std::optional<ConfigError> refuse_unknown_config(std::string_view name) {
  if (find_config(broker_config_facts(), without_listener(name).value_or(name)))
    return std::nullopt;
  auto message = fmt::format("unknown broker config {}", name);
  if (const auto* topic = find_config(topic_config_facts(), name);
      topic && !topic->synonyms.empty()) {
    message +=
        fmt::format(": this is a topic config; its broker config is {}", topic->synonyms.front());
  } else if (const auto good = nearest_config(broker_config_facts(), name)) {
    message += fmt::format("; did you mean {}?", *good);
  }
  return ConfigError{std::move(message)};
}

std::vector<Setting> test_overrides(const ConfigSurroundings& surroundings) {
  const auto partitions = std::to_string(surroundings.nodes);
  std::vector<Setting> overrides{
      // Groups do not wait for more members, nor for the next assignment.
      {"group.initial.rebalance.delay.ms", "0"},
      {"group.streams.initial.rebalance.delay.ms", "0"},
      {"group.consumer.assignment.interval.ms", "0"},
      {"group.share.assignment.interval.ms", "0"},
      {"group.streams.assignment.interval.ms", "0"},
      // Tests may choose short sessions, and members learn soon of a rebalance.
      {"group.min.session.timeout.ms", "0"},
      {"group.consumer.min.heartbeat.interval.ms", "100"},
      {"group.consumer.heartbeat.interval.ms", "500"},
      {"group.share.min.heartbeat.interval.ms", "100"},
      {"group.share.heartbeat.interval.ms", "500"},
      {"group.streams.min.heartbeat.interval.ms", "100"},
      {"group.streams.heartbeat.interval.ms", "500"},
      // Internal topics need only one node, have a partition for each to lead, and stay small.
      {"offsets.topic.num.partitions", partitions},
      {"offsets.topic.replication.factor", "1"},
      {"offsets.topic.segment.bytes", "1048576"},
      {"transaction.state.log.num.partitions", partitions},
      {"transaction.state.log.replication.factor", "1"},
      {"transaction.state.log.min.isr", "1"},
      {"transaction.state.log.segment.bytes", "1048576"},
      {"share.coordinator.state.topic.num.partitions", partitions},
      {"share.coordinator.state.topic.replication.factor", "1"},
      {"share.coordinator.state.topic.min.isr", "1"},
      {"share.coordinator.state.topic.segment.bytes", "1048576"},
  };
  if (surroundings.clock_starts_elsewhere) {
    // Clients' clocks may be years ahead of the broker's.
    overrides.emplace_back("log.message.timestamp.after.max.ms", "9223372036854775807");
  }
  return overrides;
}

ConfigResult<BrokerConfig> parse_broker_config(std::span<const Setting> given,
                                               const ConfigSurroundings& surroundings) {
  if (auto refusal = refuse_unknown(given)) return *std::move(refusal);
  BrokerConfig config;
  for (auto& [key, value] : test_overrides(surroundings)) config.settings[key] = value;
  for (const auto& [key, value] : given) {
    config.settings[key] = value;
    auto& named = config.without_effect;
    if (!has_effect(key) && std::find(named.begin(), named.end(), key) == named.end())
      named.push_back(key);
  }
  if (auto refusal = configure(config)) return *std::move(refusal);
  return config;
}

ConfigResult<BrokerConfig> reconfigured(const BrokerConfig& config, Settings settings) {
  BrokerConfig next;
  next.settings = std::move(settings);
  next.without_effect = config.without_effect;
  if (auto refusal = configure(next)) return *std::move(refusal);
  next.settings = config.settings;
  return next;
}

}  // namespace dogear::broker
