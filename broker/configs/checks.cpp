// KafkaConfig.validateValues, except for listeners, voters, directories and plug-ins.
#include "broker/configs/checks.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace dogear::broker {
namespace {

using Refusal = std::optional<ConfigError>;

ConfigValue value_of(const BrokerConfig& config, std::string_view name) {
  const auto* fact = find_config(broker_config_facts(), name);
  const auto setting = config.settings.find(name);
  const bool set = setting != config.settings.end();
  return *parse_config_value(*fact, set ? setting->second : fact->default_value.value_or(""));
}

std::int64_t number_of(const BrokerConfig& config, std::string_view name) {
  return std::get<std::int64_t>(value_of(config, name));
}

Refusal require(bool good, std::string_view message) {
  if (good) return std::nullopt;
  return ConfigError{fmt::format("requirement failed: {}", message)};
}

Refusal check_protocols(const BrokerConfig& config) {
  const auto value = value_of(config, "group.coordinator.rebalance.protocols");
  const auto& protocols = std::get<std::vector<std::string>>(value);
  if (std::find(protocols.begin(), protocols.end(), "classic") != protocols.end()) return {};
  return ConfigError{"Disabling the 'classic' protocol is not supported."};
}

Refusal check_roll(const BrokerConfig& config) {
  return require(config.topic_defaults.segment_ms >= 1,
                 "log.roll.ms must be greater than or equal to 1");
}

Refusal check_roll_jitter(const BrokerConfig& config) {
  return require(config.topic_defaults.segment_jitter_ms >= 0,
                 "log.roll.jitter.ms must be greater than or equal to 0");
}

Refusal check_retention(const BrokerConfig& config) {
  return require(config.topic_defaults.retention_ms != 0,
                 "log.retention.ms must be unlimited (-1) or, greater than or equal to 1");
}

Refusal check_cleaner(const BrokerConfig& config) {
  constexpr std::int64_t mebibyte = 1024 * 1024;
  const auto threads = number_of(config, "log.cleaner.threads");
  if (threads == 0) return ConfigError{"/ by zero"};
  return require(number_of(config, "log.cleaner.dedupe.buffer.size") / threads > mebibyte,
                 "log.cleaner.dedupe.buffer.size must be at least 1MB per cleaner thread.");
}

Refusal check_connections_per_ip(const BrokerConfig& config) {
  const auto overrides = value_of(config, "max.connections.per.ip.overrides");
  return require(
      number_of(config, "max.connections.per.ip") != 0 || !config_text(overrides).empty(),
      "max.connections.per.ip can be set to zero only if max.connections.per.ip.overrides "
      "property is set.");
}

Refusal check_cordoned(const BrokerConfig& config) {
  const auto directory = config_text(value_of(config, "log.dirs"));
  const auto directories =
      directory.empty() ? value_of(config, "log.dir") : value_of(config, "log.dirs");
  const auto value = value_of(config, "cordoned.log.dirs");
  const auto& known = std::get<std::vector<std::string>>(directories);
  std::vector<std::string> missing;
  for (const auto& cordoned : std::get<std::vector<std::string>>(value))
    if (cordoned != "*" && std::find(known.begin(), known.end(), cordoned) == known.end())
      missing.push_back(cordoned);
  return require(missing.empty(),
                 fmt::format("All entries in cordoned.log.dirs must be present in log.dirs or "
                             "log.dir. Missing entries : {}",
                             fmt::join(missing, ", ")));
}

Refusal check_queue(const BrokerConfig& config) {
  const auto bytes = number_of(config, "queued.max.request.bytes");
  return require(bytes <= 0 || bytes >= config.socket_request_max_bytes,
                 "queued.max.request.bytes must be larger or equal to socket.request.max.bytes");
}

Refusal check_idle(const BrokerConfig& config) {
  const auto delay = number_of(config, "connection.failed.authentication.delay.ms");
  const auto idle = config.connections_max_idle.count();
  return require(
      idle < 0 || delay < idle,
      fmt::format("connection.failed.authentication.delay.ms={} should always be less than "
                  "connections.max.idle.ms={} to prevent failed authentication responses from "
                  "timing out",
                  delay, idle));
}

}  // namespace

std::optional<ConfigError> check_together(const BrokerConfig& config) {
  constexpr std::array checks{check_protocols,   check_cordoned,           check_roll,
                              check_roll_jitter, check_retention,          check_cleaner,
                              check_queue,       check_connections_per_ip, check_idle};
  for (const auto check : checks) {
    if (auto refusal = check(config)) return refusal;
  }
  return std::nullopt;
}

}  // namespace dogear::broker
