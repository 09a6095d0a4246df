#include "broker/configs/group_configs.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/java_text.hpp"
#include "broker/configs/value.hpp"

namespace dogear::broker {
namespace {

using Refusal = std::optional<ConfigRefusal>;

ConfigRefusal invalid(std::string message) {
  return {ErrorCode::invalid_config, std::move(message)};
}

// The broker configs that bound group configs, in the order of Kafka's checks.
struct Bounds {
  std::string_view name;
  std::string_view least;  // a broker config; "" for none
  std::string_view most;
  bool only_if_given = false;
};
constexpr std::array bounds{
    Bounds{"consumer.heartbeat.interval.ms", "group.consumer.min.heartbeat.interval.ms",
           "group.consumer.max.heartbeat.interval.ms"},
    Bounds{"consumer.session.timeout.ms", "group.consumer.min.session.timeout.ms",
           "group.consumer.max.session.timeout.ms"},
    Bounds{"consumer.assignment.interval.ms", "group.consumer.min.assignment.interval.ms",
           "group.consumer.max.assignment.interval.ms", true},
    Bounds{"share.heartbeat.interval.ms", "group.share.min.heartbeat.interval.ms",
           "group.share.max.heartbeat.interval.ms"},
    Bounds{"share.session.timeout.ms", "group.share.min.session.timeout.ms",
           "group.share.max.session.timeout.ms"},
    Bounds{"share.record.lock.duration.ms", "group.share.min.record.lock.duration.ms",
           "group.share.max.record.lock.duration.ms"},
    Bounds{"share.delivery.count.limit", "group.share.min.delivery.count.limit",
           "group.share.max.delivery.count.limit"},
    Bounds{"share.partition.max.record.locks", "group.share.min.partition.max.record.locks",
           "group.share.max.partition.max.record.locks"},
    Bounds{"share.assignment.interval.ms", "group.share.min.assignment.interval.ms",
           "group.share.max.assignment.interval.ms", true},
    Bounds{"streams.heartbeat.interval.ms", "group.streams.min.heartbeat.interval.ms",
           "group.streams.max.heartbeat.interval.ms"},
    Bounds{"streams.session.timeout.ms", "group.streams.min.session.timeout.ms",
           "group.streams.max.session.timeout.ms"},
    Bounds{"streams.num.standby.replicas", "", "group.streams.max.standby.replicas"},
    Bounds{"streams.assignment.interval.ms", "group.streams.min.assignment.interval.ms",
           "group.streams.max.assignment.interval.ms", true},
};

std::int64_t number(std::span<const ConfigFact> facts, const Settings& settings,
                    std::string_view name) {
  const auto& fact = *find_config(facts, name);
  const auto setting = settings.find(name);
  const auto text = setting == settings.end() ? *fact.default_value : setting->second;
  return std::get<std::int64_t>(*parse_config_type(fact, text));
}

// The group's own value, or else its broker's default for all groups.
std::int64_t group_number(const Settings& wanted, const Settings& broker, std::string_view name) {
  if (wanted.contains(name)) return number(group_config_facts(), wanted, name);
  const auto& fact = *find_config(group_config_facts(), name);
  return number(broker_config_facts(), broker, fact.synonyms.front());
}

Refusal check_bounds(const Settings& wanted, const Settings& broker) {
  for (const auto& [name, least, most, only_if_given] : bounds) {
    if (only_if_given && !wanted.contains(name)) continue;
    const auto value = group_number(wanted, broker, name);
    if (!least.empty() && value < number(broker_config_facts(), broker, least))
      return invalid(fmt::format("{} must be greater than or equal to {}", name, least));
    if (value > number(broker_config_facts(), broker, most))
      return invalid(fmt::format("{} must be less than or equal to {}", name, most));
  }
  for (const std::string type : {"consumer", "share", "streams"}) {
    const auto session = type + ".session.timeout.ms";
    const auto heartbeat = type + ".heartbeat.interval.ms";
    if (group_number(wanted, broker, session) <= group_number(wanted, broker, heartbeat))
      return invalid(fmt::format("{} must be greater than {}", session, heartbeat));
  }
  return std::nullopt;
}

// Removes digits with an optional sign from the front of `text`; false if there are none.
bool take_number(std::string_view& text, bool& negative) {
  auto rest = text;
  const bool minus = rest.starts_with('-');
  if (minus || rest.starts_with('+')) rest.remove_prefix(1);
  const auto digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
  if (digits == 0) return false;
  negative |= minus && rest.substr(0, digits).find_first_not_of('0') != std::string_view::npos;
  text = rest.substr(digits);
  return true;
}

// java.time.Duration: PnDTnHnMn.nS in either case, none of it negative.
bool is_duration(std::string_view given) {
  const auto lowered = java::lower(given);
  std::string_view text = lowered;
  if (text.starts_with('+')) text.remove_prefix(1);
  if (!text.starts_with('p')) return false;
  text.remove_prefix(1);
  bool negative = false, any = false;
  std::string_view units = "dthms";
  while (!text.empty()) {
    if (units.starts_with('d') && text.starts_with('t')) units.remove_prefix(1);
    if (units.starts_with('t') && text.starts_with('t') && text.size() > 1) {
      units.remove_prefix(1);
      text.remove_prefix(1);
      continue;
    }
    if (!take_number(text, negative)) return false;
    bool fraction = false;
    if (text.starts_with('.') || text.starts_with(',')) {
      fraction = true;
      text.remove_prefix(1);
      text.remove_prefix(std::min(text.find_first_not_of("0123456789"), text.size()));
    }
    const auto unit = text.empty() ? std::string_view::npos : units.find(text.front());
    if (unit == std::string_view::npos || text.front() == 't') return false;
    if (text.front() != 'd' && units.find('t') != std::string_view::npos) return false;
    if (fraction && text.front() != 's') return false;
    units.remove_prefix(unit + 1);
    text.remove_prefix(1);
    any = true;
  }
  return any && !negative;
}

Refusal check_offset_reset(const ConfigFact& fact, const std::string& given) {
  const std::string value(java::trim(given));
  constexpr std::string_view by_duration = "by_duration:";
  if (value == "earliest" || value == "latest") return std::nullopt;
  if (value.starts_with(by_duration) &&
      is_duration(std::string_view(value).substr(by_duration.size())))
    return std::nullopt;
  return invalid(
      fmt::format("Invalid value {0} for configuration {1}: Invalid value `{0}` for configuration "
                  "{1}. The value must be either 'earliest', 'latest' or of the format "
                  "'by_duration:<PnDTnHnMn.nS>'.",
                  value, fact.name));
}

Refusal check_values(std::span<const ConfigFact> facts, const Settings& wanted) {
  for (const auto& fact : facts) {
    const auto setting = wanted.find(fact.name);
    if (setting == wanted.end()) continue;
    if (fact.name == "share.auto.offset.reset") {
      if (auto refusal = check_offset_reset(fact, setting->second)) return refusal;
      continue;
    }
    const auto value = parse_config_value(fact, setting->second);
    if (value.has_error()) return invalid(value.error().message);
    const auto* items = std::get_if<std::vector<std::string>>(&*value);
    if (items && std::find(items->begin(), items->end(), "") != items->end())
      return invalid(fmt::format("Configuration '{}' values must not be empty.", fact.name));
  }
  return std::nullopt;
}

// The only check of a regular expression here: whether its brackets are balanced.
bool has_balanced_brackets(std::string_view pattern) {
  std::string open;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    const char c = pattern[at];
    const bool in_class = open.ends_with('[');
    if (c == '\\') {
      if (++at == pattern.size()) return false;
    } else if (c == '[' || (c == '(' && !in_class)) {
      open += c;
    } else if ((c == ']' && in_class) || (c == ')' && open.ends_with('('))) {
      open.pop_back();
    } else if (c == ')' && !in_class) {
      return false;
    }
  }
  return open.empty();
}

bool is_matching_pattern(std::string_view pattern) {
  constexpr std::array<std::string_view, 6> names{
      "client_instance_id",    "client_id",
      "client_software_name",  "client_software_version",
      "client_source_address", "client_source_port"};
  const auto equals = pattern.find('=');
  if (equals == std::string_view::npos) return false;
  const auto name = java::trim(pattern.substr(0, equals));
  const auto value = pattern.substr(equals + 1);
  return !value.empty() && value.find('=') == std::string_view::npos &&
         std::find(names.begin(), names.end(), name) != names.end() &&
         has_balanced_brackets(java::trim(value));
}

}  // namespace

Refusal check_group_configs(const Settings& wanted, const Settings& broker) {
  auto combined = wanted;  // with the broker's defaults for all groups, as in Kafka
  for (const auto& fact : group_config_facts())
    if (!fact.synonyms.empty()) combined.try_emplace(std::string(fact.name));
  if (const auto name = first_unknown(group_config_facts(), combined))
    return invalid("Unknown group config name: " + *name);
  if (auto refusal = check_values(group_config_facts(), wanted)) return refusal;
  return check_bounds(wanted, broker);
}

Refusal check_client_metrics_configs(const Settings& wanted) {
  const auto facts = client_metrics_config_facts();
  if (const auto name = first_unknown(facts, wanted))
    return ConfigRefusal{ErrorCode::invalid_request,
                         "Unknown client metrics configuration: " + *name};
  if (auto refusal = check_values(facts, wanted)) return refusal;
  const auto interval = number(facts, wanted, "interval.ms");
  if (interval < 100 || interval > 3'600'000)
    return ConfigRefusal{
        ErrorCode::invalid_request,
        fmt::format("Invalid value {} for interval.ms, interval must be between 100 and 3600000 "
                    "(1 hour)",
                    interval)};
  if (const auto match = wanted.find("match"); match != wanted.end()) {
    const auto patterns = *parse_config_type(*find_config(facts, "match"), match->second);
    for (const auto& pattern : std::get<std::vector<std::string>>(patterns))
      if (!is_matching_pattern(pattern))
        return invalid("Illegal client matching pattern: " + pattern);
  }
  return std::nullopt;
}

}  // namespace dogear::broker
