#include "broker/configs/broker_changes.hpp"

#include <algorithm>
#include <array>
#include <functional>

#include <fmt/format.h>

#include "base/hash_order.hpp"
#include "broker/configs/facts.hpp"

namespace dogear::broker {
namespace {

using Names = std::vector<std::string>;
using Refusal = std::optional<ConfigError>;

Refusal refuse_names(const Settings& next, std::string_view why,
                     const std::function<bool(const std::string&)>& bad) {
  Names names;
  for (const auto& [name, value] : next) names.push_back(name);
  sort_as_hash_set(names);
  std::erase_if(names, std::not_fn(bad));
  if (names.empty()) return std::nullopt;
  return ConfigError{fmt::format("{}: [{}]", why, fmt::join(names, ", "))};
}

bool is_read_only(const std::string& name) {
  const auto* fact = find_config(broker_config_facts(), name);
  return fact && fact->read_only;
}

bool is_of_a_listener_only(const std::string& name) {
  constexpr std::array<std::string_view, 10> names{
      "ssl.keystore.type",       "ssl.keystore.location",
      "ssl.keystore.password",   "ssl.key.password",
      "ssl.truststore.type",     "ssl.truststore.location",
      "ssl.truststore.password", "ssl.keystore.certificate.chain",
      "ssl.keystore.key",        "ssl.truststore.certificates"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_per_broker(const std::string& name) {
  if (const auto base = without_listener(name)) {
    constexpr std::array<std::string_view, 3> for_all{
        "max.connections", "max.connection.creation.rate", "num.network.threads"};
    return std::find(for_all.begin(), for_all.end(), *base) == for_all.end();
  }
  const auto* fact = find_config(broker_config_facts(), name);
  return fact && fact->per_broker;
}

Refusal check_types(const Settings& next) {
  Settings based;
  for (const auto& [name, value] : next)
    based[std::string(without_listener(name).value_or(name))] = value;
  for (const auto facts : {broker_quota_config_facts(), broker_config_facts()}) {
    for (const auto& fact : facts) {
      const auto setting = based.find(fact.name);
      if (fact.read_only || setting == based.end()) continue;
      const auto value = parse_config_value(fact, setting->second);
      if (value.has_error()) return value.error();
    }
  }
  return std::nullopt;
}

// A broker's effective settings before and after an alteration.
class Change {
 public:
  Change(Settings before, Settings after) : before_(std::move(before)), after_(std::move(after)) {}

  std::int64_t before(std::string_view name) const { return number(before_, name); }
  std::int64_t after(std::string_view name) const { return number(after_, name); }
  bool changes(std::string_view name) const { return text(before_, name) != text(after_, name); }
  const Settings& settings() const { return after_; }
  std::string text_after(std::string_view name) const { return text(after_, name); }
  Names changed() const {
    Names names;
    for (const auto& [name, value] : after_)
      if (changes(name)) names.push_back(name);
    return names;
  }

 private:
  static std::string text(const Settings& settings, std::string_view name) {
    const auto setting = settings.find(name);
    if (setting != settings.end()) return setting->second;
    const auto* fact = find_config(broker_config_facts(), name);
    return fact ? std::string(fact->default_value.value_or("")) : "";
  }
  static std::int64_t number(const Settings& settings, std::string_view name) {
    const auto value =
        parse_config_type(*find_config(broker_config_facts(), name), text(settings, name));
    const auto* whole = value ? std::get_if<std::int64_t>(&*value) : nullptr;
    return whole ? *whole : 0;
  }

  Settings before_, after_;
};

using Problem = std::optional<std::string>;

// Kafka resizes a thread pool to twice its size at most, and to half at least.
Problem check_pool(const Change& change, std::string_view name) {
  const auto now = change.before(name), next = change.after(name);
  if (next == now) return std::nullopt;
  const auto failed =
      fmt::format("Dynamic thread count update validation failed for {}={}", name, next);
  if (next < now / 2)
    return fmt::format("{}, value should be at least half the current value {}", failed, now);
  if (next > now * 2)
    return fmt::format("{}, value should not be greater than double the current value {}", failed,
                       now);
  return std::nullopt;
}

Problem check_pools(const Change& change) {
  for (const auto* name :
       {"num.network.threads", "num.io.threads", "num.replica.fetchers",
        "num.recovery.threads.per.data.dir", "background.threads", "remote.log.reader.threads",
        "remote.log.manager.copier.thread.pool.size",
        "remote.log.manager.expiration.thread.pool.size",
        "remote.log.manager.follower.thread.pool.size"})
    if (auto problem = check_pool(change, name)) return problem;
  return std::nullopt;
}

Problem check_cleaner_threads(const Change& change) {
  const auto now = change.before("log.cleaner.threads");
  const auto next = change.after("log.cleaner.threads");
  if (next < now / 2)
    return fmt::format(
        "Log cleaner threads cannot be reduced to less than half the current value {}", now);
  if (next > now * 2)
    return fmt::format(
        "Log cleaner threads cannot be increased to more than double the current value {}", now);
  return std::nullopt;
}

Problem check_connections(const Change& change) {
  for (const auto* name : {"max.connections", "max.connection.creation.rate"})
    if (change.changes(name) && change.after(name) <= 0)
      return fmt::format("Invalid {} {}", name, change.after(name));
  return std::nullopt;
}

// Kafka fails to load classes that it does not have, and here there are no others.
Problem check_reporters(const Change& change) {
  if (!change.changes("metric.reporters")) return std::nullopt;
  const auto& known = *find_config(broker_config_facts(), "metric.reporters");
  const auto wanted = parse_config_type(known, change.text_after("metric.reporters"));
  for (const auto& name : std::get<std::vector<std::string>>(*wanted))
    if (name != known.default_value)
      return fmt::format(
          "Validation of dynamic config update of Set({}) failed with class class "
          "kafka.server.DynamicMetricsReporters",
          fmt::join(change.changed(), ", "));
  return std::nullopt;
}

Problem check_local(std::int64_t all, std::int64_t local, std::string_view name,
                    std::string_view name_of_all) {
  constexpr std::int64_t as_all = -2, unlimited = -1;
  if (all <= unlimited || local == as_all) return std::nullopt;
  const auto invalid = fmt::format("Invalid value {} for configuration {}: ", local, name);
  if (local == unlimited)
    return fmt::format("{}Value must not be -1 as {} value is set as {}.", invalid, name_of_all,
                       all);
  if (local > all)
    return fmt::format("{}Value must not be more than {} property value: {}", invalid, name_of_all,
                       all);
  return std::nullopt;
}

Problem check_local_retention(const Change& change, const storage::TopicConfig& topics) {
  if (auto problem = check_local(topics.retention_ms, change.after("log.local.retention.ms"),
                                 "log.local.retention.ms", "log.retention.ms"))
    return problem;
  return check_local(topics.retention_bytes, change.after("log.local.retention.bytes"),
                     "log.local.retention.bytes", "log.retention.bytes");
}

// Kafka puts the refusals of its components into an exception that was meant for invalid values.
Refusal wrapped(const Problem& problem) {
  if (!problem) return std::nullopt;
  return ConfigError{
      fmt::format("Invalid value org.apache.kafka.common.config.ConfigException: {} for "
                  "configuration Invalid dynamic configuration",
                  *problem)};
}

// Listeners are opened once, when brokers start.
Refusal check_listeners(const Change& change) {
  for (const auto* name : {"listeners", "listener.security.protocol.map"})
    if (change.changes(name))
      return ConfigError{fmt::format("{} cannot be altered while the broker is running", name)};
  return std::nullopt;
}

}  // namespace

Refusal check_broker_change(const BrokerConfig& config, const BrokerLayers& layers,
                            ConfigSource altered, const Settings& next) {
  if (auto refusal = refuse_names(next, "Cannot update these configs dynamically", is_read_only))
    return refusal;
  if (auto refusal = refuse_names(next,
                                  "These security configs can be dynamically updated only "
                                  "per-listener using the listener prefix",
                                  is_of_a_listener_only))
    return refusal;
  if (auto refusal = check_types(next)) return refusal;
  if (altered == ConfigSource::all_brokers)
    if (auto refusal = refuse_names(next,
                                    "Cannot update these configs at default cluster level, broker "
                                    "id must be specified",
                                    is_per_broker))
      return refusal;

  auto layers_then = layers;
  for (auto& layer : layers_then)
    if (layer.source == altered) layer.settings = next;
  const Change change(effective_settings(layers), effective_settings(layers_then));
  const auto then = reconfigured(config, change.settings());
  if (then.has_error()) return then.error();
  for (const auto check : {check_reporters, check_connections, check_pools, check_cleaner_threads})
    if (auto refusal = wrapped(check(change))) return refusal;
  if (auto refusal = wrapped(check_local_retention(change, then->topic_defaults))) return refusal;
  return check_listeners(change);
}

}  // namespace dogear::broker
