// Kafka 4.3.1's definitions of all configs: the rows of kafka-4.3.1-*.tsv, which
// reference/record_configs.sh records from a fresh Kafka. They are embedded in the binary.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/fixed_list.hpp"
#include "base/settings.hpp"

namespace dogear::broker {

// The numbers are those of DescribeConfigs minus one.
enum class ConfigType { boolean, string, int32, int16, int64, float64, list, class_name, password };

// Kafka's name of the type, as in error messages: INT, LONG, …
std::string_view name_of(ConfigType type);

struct ConfigFact {
  std::string_view name;
  ConfigType type = ConfigType::string;
  std::optional<std::string_view> default_value;  // nothing stands for null
  std::string_view valid;   // Kafka's words for the values it takes, such as [1,...,17]
  bool read_only = false;   // cannot be altered while the broker runs
  bool per_broker = false;  // can be altered for one broker, not for all at once
  bool internal = false;    // described only if somebody has set it
  bool sensitive = false;   // its value is never described
  bool start_up = false;    // the recorded broker could not start without it
  bool of_cluster = false;  // described as set for the whole cluster, not as a default
  // For a topic config, the broker configs that it falls back to: the first that is set wins ("*n"
  // multiplies its value). For a broker config, those that mean the same in another unit.
  FixedList<std::string_view, 3> synonyms;
};

// In the order of Kafka's definitions, in which it also checks values.
std::span<const ConfigFact> broker_config_facts();
std::span<const ConfigFact> topic_config_facts();
std::span<const ConfigFact> group_config_facts();
std::span<const ConfigFact> client_metrics_config_facts();
// Configs that exist only as alterations of a running broker.
std::span<const ConfigFact> broker_quota_config_facts();

const ConfigFact* find_config(std::span<const ConfigFact> facts, std::string_view name);

// Of the names that are unknown the one that Kafka finds first, in java.util.Properties. Names of
// one bucket are taken by name, and not as in Kafka in the order of the request.
std::optional<std::string> first_unknown(std::span<const ConfigFact> facts,
                                         const Settings& settings);

// The known name that is most similar to a mistyped one, if any is similar enough.
std::optional<std::string_view> nearest_config(std::span<const ConfigFact> facts,
                                               std::string_view name);

}  // namespace dogear::broker
