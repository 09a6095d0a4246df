// Configs that clients alter while brokers run, and how they lie over those of the file: what is
// set for one broker wins over what is set for all, and that over the file.
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error_code.hpp"

namespace dogear::broker {

using Settings = std::map<std::string, std::string>;

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

// Of all resources but topics, which have their own with them. None of the settings is empty.
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
// The settings of one broker: its own, those of all, those of its file. The first one wins.
using BrokerLayers = std::array<SettingsLayer, 3>;

BrokerLayers only_of_file(Settings file);

// What comes out of the layers: a setting displaces those below it that say the same in another
// unit.
Settings effective_settings(const BrokerLayers& layers);

// The broker configs that say the same, this one among them, in the order in which they win.
std::vector<std::string_view> broker_config_synonyms(std::string_view name);

// "log.retention.ms" of "listener.name.internal.log.retention.ms", if it is of that form.
std::optional<std::string_view> without_listener(std::string_view broker_config);

// Why something cannot be done to a resource. No message is Kafka's null.
struct ConfigRefusal {
  ErrorCode error = ErrorCode::none;
  std::optional<std::string> message;
};

}  // namespace dogear::broker
