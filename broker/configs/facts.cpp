// Reads the embedded tables while the program is compiled. They are ours, so they are trusted.
#include "broker/configs/facts.hpp"

#include <algorithm>
#include <array>

#include "base/hash_order.hpp"
#include "broker/configs/nearest.hpp"
#include "embedded/kafka_broker_configs.hpp"
#include "embedded/kafka_broker_quota_configs.hpp"
#include "embedded/kafka_client_metrics_configs.hpp"
#include "embedded/kafka_group_configs.hpp"
#include "embedded/kafka_topic_configs.hpp"

namespace dogear::broker {
namespace {

constexpr std::array<std::string_view, 9> type_names{
    "BOOLEAN", "STRING", "INT", "SHORT", "LONG", "DOUBLE", "LIST", "CLASS", "PASSWORD"};

constexpr ConfigType type_named(std::string_view name) {
  std::size_t type = 0;
  while (type_names[type] != name) ++type;
  return static_cast<ConfigType>(type);
}

constexpr void set_flag(ConfigFact& fact, std::string_view flag) {
  fact.internal |= flag == "internal";
  fact.sensitive |= flag == "sensitive";
  fact.start_up |= flag == "start-up";
  fact.of_cluster |= flag == "cluster";
}

template <typename Take>
constexpr void for_each_name(std::string_view names, const Take& take) {
  while (!names.empty()) {
    const auto end = std::min(names.find(','), names.size());
    take(names.substr(0, end));
    names.remove_prefix(std::min(end + 1, names.size()));
  }
}

// The columns name, type, default, valid, update, flags and synonyms; `update` is one only in the
// broker's table.
constexpr ConfigFact parse_row(std::span<const std::string_view, 7> column, bool has_update) {
  const std::size_t flags = has_update ? 5 : 4;
  ConfigFact fact;
  fact.name = column[0];
  fact.type = type_named(column[1]);
  if (column[2] != "null" && column[2] != "required") fact.default_value = column[2];
  fact.valid = column[3];
  fact.read_only = has_update && column[4] == "read-only";
  fact.per_broker = has_update && column[4] == "per-broker";
  for_each_name(column[flags], [&](std::string_view flag) { set_flag(fact, flag); });
  for_each_name(column[flags + 1], [&](std::string_view name) { fact.synonyms.push_back(name); });
  return fact;
}

template <std::size_t lines>
constexpr std::array<ConfigFact, lines - 1> parse(const std::string_view (&table)[lines][7]) {
  std::array<ConfigFact, lines - 1> facts;
  const bool has_update = table[0][4] == "update";
  for (std::size_t i = 0; i < facts.size(); ++i) facts[i] = parse_row(table[i + 1], has_update);
  return facts;
}

constexpr auto of_broker = parse(embedded::kafka_broker_configs);
constexpr auto of_topic = parse(embedded::kafka_topic_configs);
constexpr auto of_group = parse(embedded::kafka_group_configs);
constexpr auto of_client_metrics = parse(embedded::kafka_client_metrics_configs);
constexpr auto of_broker_quotas = parse(embedded::kafka_broker_quota_configs);

}  // namespace

std::string_view name_of(ConfigType type) { return type_names[static_cast<std::size_t>(type)]; }

std::span<const ConfigFact> broker_config_facts() { return of_broker; }
std::span<const ConfigFact> topic_config_facts() { return of_topic; }
std::span<const ConfigFact> group_config_facts() { return of_group; }
std::span<const ConfigFact> client_metrics_config_facts() { return of_client_metrics; }
std::span<const ConfigFact> broker_quota_config_facts() { return of_broker_quotas; }

const ConfigFact* find_config(std::span<const ConfigFact> facts, std::string_view name) {
  for (const auto& fact : facts) {
    if (fact.name == name) return &fact;
  }
  return nullptr;
}

std::optional<std::string> first_unknown(std::span<const ConfigFact> facts,
                                         const Settings& settings) {
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
