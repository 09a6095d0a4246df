// The configs of a topic: what its creator asks for, over what the broker's configs make the
// default.
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

// As in a CreateTopics request: a null value is refused, the last of equal names wins.
using TopicSetting = std::pair<std::string, std::optional<std::string>>;

struct TopicConfigs {
  Settings overrides;  // as the client wrote them
  storage::TopicConfig effective;
};

// A refusal is INVALID_CONFIG with Kafka's message.
ConfigResult<TopicConfigs> parse_topic_configs(const BrokerConfig& broker,
                                               std::span<const TopicSetting> asked);

struct ToldConfig {
  std::string_view name;
  std::optional<std::string> value;
  ConfigSource source = ConfigSource::kafka_default;
  bool read_only = false;
  bool sensitive = false;
};

// The same without asking whether a topic may have them.
storage::TopicConfig unchecked_topic_config(const BrokerConfig& broker, const Settings& overrides);

// What CreateTopics v5 and later answer: every topic config by name.
std::vector<ToldConfig> told_topic_configs(const BrokerLayers& broker, const Settings& overrides);

// The first broker config that is set among those that a topic config falls back to, in the topic's
// unit.
std::optional<std::string> broker_default(const ConfigFact& topic_config, const Settings& broker);

// Does this topic config change anything here?
bool topic_config_has_effect(std::string_view topic_config);

// What a topic without overrides has, given the broker configs that differ from Kafka's.
storage::TopicConfig topic_defaults(const Settings& broker_settings);

}  // namespace dogear::broker
