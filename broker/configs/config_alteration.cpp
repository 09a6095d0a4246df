// Kafka checks twice: first the broker that receives the request checks its form and the configs of
// brokers (ConfigAdminManager), then the controller checks everything
// (ConfigurationControlManager).
#include "broker/configs/config_alteration.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/hash_order.hpp"
#include "base/java_text.hpp"
#include "base/utf8.hpp"
#include "broker/configs/broker_changes.hpp"
#include "broker/configs/group_configs.hpp"
#include "broker/configs/reconfiguration.hpp"
#include "broker/configs/topic_configs.hpp"
#include "broker/controller_batch.hpp"
#include "broker/topics/topic_names.hpp"

namespace dogear::broker {
namespace {

using Refusal = std::optional<ConfigRefusal>;
using Type = ConfigResourceType;
using Op = ConfigOperation;

ConfigRefusal invalid_request(std::string message) {
  return {ErrorCode::invalid_request, std::move(message)};
}
ConfigRefusal invalid_config(std::string message) {
  return {ErrorCode::invalid_config, std::move(message)};
}

// Kafka's controller has the changes of a resource in a hash map, by name.
std::vector<ConfigChange> in_hash_order(std::vector<ConfigChange> changes) {
  sort_by_bucket(changes, HashTable::grown, changes.size(),
                 [](const ConfigChange& change) { return java_hash(change.name); });
  return changes;
}

bool is_known(Op operation) { return operation >= Op::set && operation <= Op::subtract; }
bool is_of_lists(Op operation) { return operation == Op::append || operation == Op::subtract; }

// Java's split(","): drops empty items at the end, but an empty text has one empty item.
std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> items;
  for (auto rest = text;;) {
    const auto comma = rest.find(',');
    items.emplace_back(rest.substr(0, comma));
    if (comma == std::string_view::npos) break;
    rest.remove_prefix(comma + 1);
  }
  while (!text.empty() && !items.empty() && items.back().empty()) items.pop_back();
  return items;
}

const ConfigFact* list_fact(Type type, const std::string& name) {
  if (type != Type::topic && type != Type::broker) return nullptr;
  const auto* fact =
      find_config(type == Type::topic ? topic_config_facts() : broker_config_facts(), name);
  return fact && fact->type == ConfigType::list ? fact : nullptr;
}

std::string changed_list(const ConfigFact& fact, const std::string* current,
                         const ConfigChange& change) {
  auto items = split(current ? std::string_view(*current) : fact.default_value.value_or(""));
  std::erase(items, "");
  const auto changes = split(*change.value);
  if (change.operation == Op::append) {
    std::set<std::string> known(items.begin(), items.end());
    for (const auto& item : changes)
      if (known.insert(item).second) items.push_back(item);
  } else {
    std::multiset<std::string> unwanted(changes.begin(), changes.end());
    std::erase_if(items, [&](const auto& item) {
      return static_cast<bool>(unwanted.extract(item));  // each takes one away
    });
  }
  return fmt::format("{}", fmt::join(items, ","));
}

// The checks and effects of one request.
class Alterer {
 public:
  Alterer(Cluster& cluster, const Call& call, Alteration alteration)
      : cluster_(cluster), call_(call), alteration_(alteration) {}

  // The broker's checks. Changes of loggers need no others.
  Refusal look_at(const ResourceChange& change) const;
  // Where the controller ends its way through the changes of a resource, if it does not reach the
  // end: over an operation that is none it fails, over what cannot be a list it refuses.
  struct Stumble {
    bool over_operation = false;
    Refusal refusal;
  };
  Stumble stumbles_over(const ResourceChange& change) const;
  // The controller's checks. `next` becomes the settings that the resource is to have.
  Refusal plan(const ResourceChange& change, Settings& next);
  void apply(const ResourceChange& change, Settings next);
  bool is_too_much() const { return records_ > controller_records_max; }

 private:
  Refusal look_at_loggers(const ResourceChange& change) const;
  Refusal look_at_broker(const ResourceChange& change) const;
  Settings current(const ResourceChange& change) const;
  Settings changed(const ResourceChange& change) const;
  Refusal check_records(const ResourceChange& change, const Settings& next,
                        const std::set<std::string>& records) const;
  Refusal validate(const ResourceChange& change, const Settings& next) const;
  Refusal validate_topic(const std::string& name, const Settings& next) const;

  Cluster& cluster_;
  const Call& call_;
  Alteration alteration_;
  std::size_t records_ = 0;
};

// Kafka's messages differ between loggers and brokers.
Refusal check_node_id(const std::string& name, NodeId node, Type type) {
  const auto id = java::parse_integer(name);
  if (!id || *id != static_cast<std::int32_t>(*id))
    return invalid_request("Node id must be an integer, but it is: " + name);
  if (*id == node) return std::nullopt;
  if (type == Type::broker_logger)
    return invalid_request(
        fmt::format("Unexpected node id. Expected {}, but received {}", node, *id));
  return invalid_request(
      fmt::format("Unexpected broker id, expected {}, but received {}", node, name));
}

Refusal Alterer::look_at_loggers(const ResourceChange& change) const {
  if (auto refusal = check_node_id(change.resource_name, call_.peer.node, Type::broker_logger))
    return refusal;
  for (const auto& config : change.configs) {
    if (!is_known(config.operation)) return ConfigRefusal{ErrorCode::unknown_server_error, {}};
    if (is_of_lists(config.operation))
      return invalid_request(
          fmt::format("{} operation is not allowed for the BROKER_LOGGER resource",
                      config.operation == Op::append ? "APPEND" : "SUBTRACT"));
    return invalid_config(fmt::format("Logger {} does not exist!", config.name));
  }
  return std::nullopt;
}

Refusal Alterer::look_at_broker(const ResourceChange& change) const {
  const auto& name = change.resource_name;
  if (!name.empty())
    if (auto refusal = check_node_id(name, call_.peer.node, Type::broker)) return refusal;
  for (const auto& config : change.configs)
    if (!is_known(config.operation))
      return invalid_request(
          fmt::format("Unknown operations type {}", static_cast<int>(config.operation)));
  for (const auto& config : change.configs) {
    if (!is_of_lists(config.operation) || list_fact(Type::broker, config.name)) continue;
    if (!find_config(broker_config_facts(), config.name))
      return invalid_config("Unknown config name: " + config.name);
    return invalid_config(fmt::format("Config value {} is not allowed for config key: {}",
                                      config.operation == Op::append ? "append" : "subtract",
                                      config.name));
  }
  const auto altered = name.empty() ? ConfigSource::all_brokers : ConfigSource::broker;
  const auto problem = check_broker_change(cluster_.config, layers_of(cluster_, call_.peer.node),
                                           altered, changed(change));
  return problem ? Refusal(invalid_request(problem->message)) : std::nullopt;
}

Refusal Alterer::look_at(const ResourceChange& change) const {
  std::set<std::string_view> names;
  std::vector<std::string_view> nulls;
  for (const auto& config : change.configs) {
    if (!names.insert(config.name).second)
      return invalid_request("Error due to duplicate config keys");
    if (config.operation != Op::remove && !config.value) nulls.push_back(config.name);
  }
  if (!nulls.empty())
    return invalid_request(
        fmt::format("Null value not supported for : {}", fmt::join(nulls, ", ")));
  const auto type = config_resource_type(change.resource_type);
  if (type == Type::broker) return look_at_broker(change);
  if (type == Type::broker_logger && alteration_ == Alteration::increments)
    return look_at_loggers(change);
  if (type == Type::topic || type == Type::client_metrics || type == Type::group)
    return std::nullopt;
  return invalid_request(
      fmt::format("Unknown resource type {}", static_cast<int>(change.resource_type)));
}

Settings Alterer::current(const ResourceChange& change) const {
  const auto type = config_resource_type(change.resource_type);
  if (type != Type::topic)
    return settings_of(cluster_.dynamic_configs, {type, change.resource_name});
  const auto* topic = cluster_.topics.find(change.resource_name);
  return topic ? topic->config_overrides : Settings();
}

// REQUIRES: only lists are appended to or subtracted from.
Settings Alterer::changed(const ResourceChange& change) const {
  const auto before = current(change);
  auto next = alteration_ == Alteration::replaces ? Settings() : before;
  for (const auto& config : change.configs) {
    const auto found = before.find(config.name);
    const auto* value = found == before.end() ? nullptr : &found->second;
    if (config.operation == Op::set) next[config.name] = *config.value;
    if (config.operation == Op::remove) next.erase(config.name);
    if (!is_of_lists(config.operation)) continue;
    const auto* fact = list_fact(config_resource_type(change.resource_type), config.name);
    next[config.name] = changed_list(*fact, value, config);
  }
  return next;
}

// The configs of which Kafka would write a record: those that change, and of a broker all that are
// named.
std::set<std::string> records_of(const ResourceChange& change, const Settings& before,
                                 const Settings& next) {
  std::set<std::string> records;
  if (config_resource_type(change.resource_type) == Type::broker)
    for (const auto& config : change.configs) records.insert(config.name);
  for (const auto& [name, value] : next)
    if (const auto old = before.find(name); old == before.end() || old->second != value)
      records.insert(name);
  for (const auto& [name, value] : before)
    if (!next.contains(name)) records.insert(name);
  return records;
}

Refusal Alterer::check_records(const ResourceChange& change, const Settings& next,
                               const std::set<std::string>& records) const {
  const bool of_broker = config_resource_type(change.resource_type) == Type::broker;
  constexpr std::size_t value_length_max = 32'767;
  for (const auto& name : records) {
    const auto value = next.find(name);
    if (of_broker && name == "min.insync.replicas" && is_elr_enabled(cluster_)) {
      if (!change.resource_name.empty())
        return invalid_config(
            "Broker-level min.insync.replicas cannot be altered while ELR is enabled.");
      if (value == next.end())
        return invalid_config(
            "Cluster-level min.insync.replicas cannot be removed while ELR is enabled.");
    }
    if (value != next.end() && utf16_length(value->second) > value_length_max)
      return invalid_config(
          fmt::format("The configuration value cannot be added because it exceeds the maximum "
                      "value size of {} bytes.",
                      value_length_max));
  }
  return std::nullopt;
}

Refusal Alterer::validate_topic(const std::string& name, const Settings& next) const {
  if (name.empty()) return invalid_request("Default topic resources are not allowed.");
  if (!is_legal_topic_name(name))
    return ConfigRefusal{ErrorCode::invalid_topic_exception, illegal_name_message(name)};
  const std::vector<TopicSetting> settings(next.begin(), next.end());
  if (const auto configs = parse_topic_configs(cluster_.config, settings); !configs)
    return invalid_config(configs.error().message);
  if (!cluster_.topics.find(name))
    return ConfigRefusal{ErrorCode::unknown_topic_or_partition,
                         fmt::format("The topic '{}' does not exist.", name)};
  return std::nullopt;
}

Refusal Alterer::validate(const ResourceChange& change, const Settings& next) const {
  const auto& name = change.resource_name;
  switch (config_resource_type(change.resource_type)) {
    case Type::topic:
      return validate_topic(name, next);
    case Type::group:
      if (name.empty()) return invalid_request("Default group resources are not allowed.");
      return check_group_configs(next, effective_settings(layers_of(cluster_, call_.peer.node)));
    case Type::client_metrics:
      if (name.empty()) return invalid_request("Subscription name can't be empty");
      return check_client_metrics_configs(next);
    default:
      return std::nullopt;  // the broker has looked already
  }
}

Alterer::Stumble Alterer::stumbles_over(const ResourceChange& change) const {
  const auto type = config_resource_type(change.resource_type);
  for (const auto& config : in_hash_order(change.configs)) {
    if (!is_known(config.operation)) return {.over_operation = true, .refusal = std::nullopt};
    if (is_of_lists(config.operation) && !list_fact(type, config.name))
      return {.over_operation = false,
              .refusal = invalid_config(fmt::format(
                  "Can't {} to key {} because its type is not LIST.",
                  config.operation == Op::append ? "APPEND" : "SUBTRACT", config.name))};
  }
  return {};
}

Refusal Alterer::plan(const ResourceChange& change, Settings& next) {
  if (auto stumble = stumbles_over(change); stumble.refusal) return stumble.refusal;
  next = changed(change);
  const auto records = records_of(change, current(change), next);
  if (auto refusal = check_records(change, next, records)) return refusal;
  if (auto refusal = validate(change, next)) return refusal;
  records_ += records.size();
  return std::nullopt;
}

void Alterer::apply(const ResourceChange& change, Settings next) {
  const auto type = config_resource_type(change.resource_type);
  if (type == Type::topic)
    alter_topic(cluster_, change.resource_name, std::move(next), call_.now);
  else
    alter_resource(cluster_, {type, change.resource_name}, std::move(next), call_.now);
}

std::vector<Refusal> refuse_twice_named(std::span<const ResourceChange> changes) {
  std::map<std::pair<std::int8_t, std::string_view>, int> occurrences;
  for (const auto& change : changes) ++occurrences[{change.resource_type, change.resource_name}];
  std::vector<Refusal> refusals;
  for (const auto& change : changes)
    refusals.push_back(occurrences[{change.resource_type, change.resource_name}] > 1
                           ? Refusal(invalid_request("Each resource must appear at most once."))
                           : std::nullopt);
  return refusals;
}

}  // namespace

std::vector<Refusal> alter_configs(Cluster& cluster, const Call& call,
                                   std::span<const ResourceChange> changes, Alteration alteration,
                                   ValidateOnly validate_only) {
  Alterer alterer(cluster, call, alteration);
  auto refusals = refuse_twice_named(changes);
  std::vector<std::size_t> forwarded;  // to the controller
  bool is_nonsense = false;
  for (std::size_t at = 0; at < changes.size(); ++at) {
    if (!refusals[at]) refusals[at] = alterer.look_at(changes[at]);
    if (refusals[at] || config_resource_type(changes[at].resource_type) == Type::broker_logger)
      continue;
    forwarded.push_back(at);
    is_nonsense |= alterer.stumbles_over(changes[at]).over_operation;
  }
  // One unknown operation makes Kafka's controller fail for the whole request.
  if (is_nonsense) {
    for (const auto at : forwarded)
      refusals[at] = ConfigRefusal{ErrorCode::unknown_server_error, std::nullopt};
    return refusals;
  }
  std::map<std::size_t, Settings> planned;
  for (const auto at : forwarded) {
    Settings next;
    refusals[at] = alterer.plan(changes[at], next);
    if (!refusals[at]) planned[at] = std::move(next);
  }
  if (alterer.is_too_much()) {
    for (const auto at : forwarded)
      refusals[at] =
          ConfigRefusal{ErrorCode::policy_violation, std::string(controller_batch_too_large)};
    return refusals;
  }
  if (validate_only == ValidateOnly::yes) return refusals;
  for (auto& [at, next] : planned) alterer.apply(changes[at], std::move(next));
  return refusals;
}

}  // namespace dogear::broker
