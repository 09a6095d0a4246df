// Reads the embedded tables. They are ours, so they are trusted: a test reads every row.
#include "broker/configs/facts.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "base/hash_order.hpp"
#include "broker/configs/nearest.hpp"

namespace dogear::embedded {
extern const std::string_view kafka_broker_configs;
extern const std::string_view kafka_topic_configs;
extern const std::string_view kafka_group_configs;
extern const std::string_view kafka_client_metrics_configs;
extern const std::string_view kafka_broker_quota_configs;
}  // namespace dogear::embedded

namespace dogear::broker {
namespace {

constexpr std::array<std::string_view, 9> type_names{
    "BOOLEAN", "STRING", "INT", "SHORT", "LONG", "DOUBLE", "LIST", "CLASS", "PASSWORD"};

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

ConfigType type_named(std::string_view name) {
  std::size_t type = 0;
  while (type_names[type] != name) ++type;
  return static_cast<ConfigType>(type);
}

void set_flag(ConfigFact& fact, std::string_view flag) {
  fact.internal |= flag == "internal";
  fact.sensitive |= flag == "sensitive";
  fact.start_up |= flag == "start-up";
  fact.of_cluster |= flag == "cluster";
}

// Columns: name type default valid [update] flags synonyms; `update` only in the broker's table.
ConfigFact parse_row(std::string_view line) {
  const auto column = split(line, '\t');
  assert(column.size() == 6 || column.size() == 7);
  ConfigFact fact;
  fact.name = column[0];
  fact.type = type_named(column[1]);
  if (column[2] != "null" && column[2] != "required") fact.default_value = column[2];
  fact.valid = column[3];
  fact.read_only = column.size() == 7 && column[4] == "read-only";
  fact.per_broker = column.size() == 7 && column[4] == "per-broker";
  for (const auto flag : split(column[column.size() - 2], ',')) set_flag(fact, flag);
  if (!column.back().empty()) fact.synonyms = split(column.back(), ',');
  return fact;
}

std::vector<ConfigFact> parse_table(std::string_view text) {
  std::vector<ConfigFact> facts;
  auto lines = split(text, '\n');
  lines.pop_back();  // what follows the last line's end: nothing
  for (const auto line : std::span(lines).subspan(1)) facts.push_back(parse_row(line));
  return facts;
}

}  // namespace

std::string_view name_of(ConfigType type) { return type_names[static_cast<std::size_t>(type)]; }

std::span<const ConfigFact> broker_config_facts() {
  static const std::vector<ConfigFact> facts = parse_table(embedded::kafka_broker_configs);
  return facts;
}

std::span<const ConfigFact> topic_config_facts() {
  static const std::vector<ConfigFact> facts = parse_table(embedded::kafka_topic_configs);
  return facts;
}

std::span<const ConfigFact> group_config_facts() {
  static const std::vector<ConfigFact> facts = parse_table(embedded::kafka_group_configs);
  return facts;
}

std::span<const ConfigFact> client_metrics_config_facts() {
  static const std::vector<ConfigFact> facts = parse_table(embedded::kafka_client_metrics_configs);
  return facts;
}

std::span<const ConfigFact> broker_quota_config_facts() {
  static const std::vector<ConfigFact> facts = parse_table(embedded::kafka_broker_quota_configs);
  return facts;
}

const ConfigFact* find_config(std::span<const ConfigFact> facts, std::string_view name) {
  for (const auto& fact : facts) {
    if (fact.name == name) return &fact;
  }
  return nullptr;
}

std::optional<std::string> first_unknown(std::span<const ConfigFact> facts,
                                         const std::map<std::string, std::string>& settings) {
  std::vector<std::string> names;
  for (const auto& [name, value] : settings) names.push_back(name);
  sort_as_hash_set(names, HashTable::with_spare_room);
  const auto unknown = std::find_if(names.begin(), names.end(), [&](const auto& name) {
    return find_config(facts, name) == nullptr;
  });
  return unknown == names.end() ? std::nullopt : std::optional(*unknown);
}

std::optional<std::string_view> nearest_config(std::span<const ConfigFact> facts,
                                               std::string_view name) {
  std::vector<std::string_view> names;
  for (const auto& fact : facts) names.push_back(fact.name);
  return nearest(name, names);
}

}  // namespace dogear::broker
