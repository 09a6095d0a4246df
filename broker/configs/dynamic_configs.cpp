#include "broker/configs/dynamic_configs.hpp"

#include <algorithm>

namespace dogear::broker {
namespace {

using Names = std::vector<std::string_view>;

// DynamicBrokerConfig.brokerConfigSynonyms. log.flush.scheduler.interval.ms, which stands in for
// its neighbour, has none itself.
const Names* family_of(std::string_view name) {
  static const std::array<Names, 4> families{
      Names{"log.roll.ms", "log.roll.hours"},
      Names{"log.roll.jitter.ms", "log.roll.jitter.hours"},
      Names{"log.flush.interval.ms", "log.flush.scheduler.interval.ms"},
      Names{"log.retention.ms", "log.retention.minutes", "log.retention.hours"},
  };
  if (name == "log.flush.scheduler.interval.ms") return nullptr;
  for (const auto& family : families)
    if (std::find(family.begin(), family.end(), name) != family.end()) return &family;
  return nullptr;
}

}  // namespace

ConfigResourceType config_resource_type(std::int8_t number) {
  using enum ConfigResourceType;
  for (const auto type : {topic, broker, broker_logger, client_metrics, group})
    if (static_cast<std::int8_t>(type) == number) return type;
  return unknown;
}

const Settings& settings_of(const DynamicConfigs& configs, const ConfigResource& resource) {
  static const Settings none;
  const auto found = configs.find(resource);
  return found == configs.end() ? none : found->second;
}

BrokerLayers only_of_file(Settings file) {
  return {{{ConfigSource::broker, {}},
           {ConfigSource::all_brokers, {}},
           {ConfigSource::file, std::move(file)}}};
}

Settings effective_settings(const BrokerLayers& layers) {
  auto settings = layers.back().settings;
  for (auto layer = layers.rbegin() + 1; layer != layers.rend(); ++layer) {
    for (const auto& [name, value] : layer->settings) {
      if (const auto* family = family_of(name))
        for (const auto synonym : *family) settings.erase(std::string(synonym));
      settings[name] = value;
    }
  }
  return settings;
}

std::optional<std::string_view> without_listener(std::string_view name) {
  constexpr std::string_view prefix = "listener.name.";
  if (!name.starts_with(prefix)) return std::nullopt;
  const auto dot = name.find('.', prefix.size());
  if (dot == std::string_view::npos) return std::nullopt;
  return name.substr(dot + 1);
}

std::vector<std::string_view> broker_config_synonyms(std::string_view name) {
  if (const auto* family = family_of(name)) return *family;
  if (const auto base = without_listener(name)) return {name, *base};
  return {name};
}

}  // namespace dogear::broker
