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
#include "storage/topic_config.hpp"

namespace dogear::broker {

// As in a CreateTopics request: a null value is refused, the last of equal names wins.
using TopicSetting = std::pair<std::string, std::optional<std::string>>;

struct TopicConfigs {
  std::map<std::string, std::string> overrides;  // as the client wrote them
  storage::TopicConfig effective;
};

// A refusal is INVALID_CONFIG with Kafka's message.
ConfigResult<TopicConfigs> parse_topic_configs(const BrokerConfig& broker,
                                               std::span<const TopicSetting> asked);

// Where a value comes from, with the numbers of DescribeConfigs and CreateTopics.
enum class ConfigSource : std::int8_t {
  topic = 1,
  cluster = 3,  // Kafka's DYNAMIC_DEFAULT_BROKER_CONFIG
  static_broker = 4,
  kafka_default = 5,
};

struct ToldConfig {
  std::string_view name;
  std::optional<std::string> value;
  ConfigSource source = ConfigSource::kafka_default;
  bool read_only = false;
  bool sensitive = false;
};

// What CreateTopics v5 and later answer: every topic config by name.
std::vector<ToldConfig> told_topic_configs(const BrokerConfig& broker,
                                           const std::map<std::string, std::string>& overrides);

// What a topic without overrides has, given the broker configs that differ from Kafka's.
storage::TopicConfig topic_defaults(const std::map<std::string, std::string>& broker_settings);

}  // namespace dogear::broker
