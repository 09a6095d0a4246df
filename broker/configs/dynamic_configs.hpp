// Configs that clients alter while brokers run. What is set for one broker overrides what is set
// for all, and that overrides the file.
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error_code.hpp"
#include "base/settings.hpp"

namespace dogear::broker {

// With the numbers of the protocol.
enum class ConfigResourceType : std::int8_t {
  unknown = 0,
  topic = 2,
  broker = 4,
  broker_logger = 8,
  client_metrics = 16,
  group = 32,
};
// `unknown` for a number that is none of these.
ConfigResourceType config_resource_type(std::int8_t number);

// A broker is named by its id; "" names all of them.
struct ConfigResource {
  ConfigResourceType type = ConfigResourceType::unknown;
  std::string name;
  friend auto operator<=>(const ConfigResource&, const ConfigResource&) = default;
};

// By resource, except for topics, which keep their own. A resource without settings has no entry.
using DynamicConfigs = std::map<ConfigResource, Settings>;

const Settings& settings_of(const DynamicConfigs& configs, const ConfigResource& resource);

// Where a value comes from, with the numbers of DescribeConfigs and CreateTopics.
enum class ConfigSource : std::int8_t {
  topic = 1,
  broker = 2,
  all_brokers = 3,
  file = 4,
  kafka_default = 5,
  client_metrics = 7,
  group = 8,
};

struct SettingsLayer {
  ConfigSource source;
  Settings settings;
};
// A broker's settings: its own, those of all brokers, those of the file. The first one wins.
using BrokerLayers = std::array<SettingsLayer, 3>;

BrokerLayers only_of_file(Settings file);

// The layers merged into one. A setting also replaces those of lower layers that mean the same in
// another unit.
Settings effective_settings(const BrokerLayers& layers);

// The broker configs that mean the same, in other units or without a listener's prefix, including
// this one. The first that is set wins.
std::vector<std::string_view> broker_config_synonyms(std::string_view name);

// The part behind a listener's prefix: "ssl.key.password" of
// "listener.name.internal.ssl.key.password".
std::optional<std::string_view> without_listener(std::string_view broker_config);

// Why the configs of a resource cannot be altered. No message stands for null.
struct ConfigRefusal {
  ErrorCode error = ErrorCode::none;
  std::optional<std::string> message;
};

}  // namespace dogear::broker
