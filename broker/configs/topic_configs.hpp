// The configs of a topic: its own overrides, and the defaults that follow from the broker's
// configs.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "broker/configs/broker_config.hpp"
#include "broker/configs/dynamic_configs.hpp"
#include "storage/topic_config.hpp"

namespace dogear::broker {

// As in a CreateTopics request, where a null value is refused and the last of equal names wins.
using TopicSetting = std::pair<std::string, std::optional<std::string>>;

struct TopicConfigs {
  Settings overrides;  // as the client wrote them
  storage::TopicConfig effective;
};

// A refusal is INVALID_CONFIG with Kafka's message.
ConfigResult<TopicConfigs> parse_topic_configs(const BrokerConfig& broker,
                                               std::span<const TopicSetting> asked);

// The effective config of a topic, without checking that it may have these overrides.
storage::TopicConfig unchecked_topic_config(const BrokerConfig& broker, const Settings& overrides);

struct ToldConfig {
  std::string_view name;
  std::optional<std::string> value;
  ConfigSource source = ConfigSource::kafka_default;
  bool read_only = false;
  bool sensitive = false;
};

// All topic configs, by name, as CreateTopics answers them from v5 on.
std::vector<ToldConfig> told_topic_configs(const BrokerLayers& broker, const Settings& overrides);

// The first setting among the broker configs that a topic config falls back to, converted to the
// topic config's unit.
std::optional<std::string> broker_default(const ConfigFact& topic_config, const Settings& broker);

// Whether this topic config has any effect here.
bool topic_config_has_effect(std::string_view topic_config);

// The config of a topic without overrides, given the settings that override Kafka's defaults.
storage::TopicConfig topic_defaults(const Settings& broker_settings);

}  // namespace dogear::broker
