// What Kafka 4.3.1 knows of every config: the rows of kafka-4.3.1-*.tsv, which
// reference/record_configs.sh records from a fresh Kafka. They stand in the binary.
#pragma once
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace dogear::broker {

// The numbers are those of DescribeConfigs, less one.
enum class ConfigType { boolean, string, int32, int16, int64, float64, list, class_name, password };

// Kafka's word for it, as error messages have it: INT, LONG, …
std::string_view name_of(ConfigType type);

struct ConfigFact {
  std::string_view name;
  ConfigType type = ConfigType::string;
  std::optional<std::string_view> default_value;  // nothing is Kafka's null
  std::string_view valid;   // Kafka's words for the values it takes, such as [1,...,17]
  bool read_only = false;   // cannot be altered while the broker runs
  bool per_broker = false;  // can be altered for one broker, not for all at once
  bool internal = false;    // works, but is never told unless somebody set it
  bool sensitive = false;   // its value is never told
  bool start_up = false;    // the recorded broker could not start without it
  bool of_cluster = false;  // told as set for the whole cluster, not as a default
  // Of a topic config the broker configs that it falls back to, the first that is set wins ("*n"
  // multiplies); of a broker config those that say the same in another unit.
  std::vector<std::string_view> synonyms;
};

// In the order of Kafka's definitions, in which it also checks values.
std::span<const ConfigFact> broker_config_facts();
std::span<const ConfigFact> topic_config_facts();
std::span<const ConfigFact> group_config_facts();
std::span<const ConfigFact> client_metrics_config_facts();
// What no file sets, but whoever alters a running broker may.
std::span<const ConfigFact> broker_quota_config_facts();

const ConfigFact* find_config(std::span<const ConfigFact> facts, std::string_view name);

// The name most like a mistyped one, if any is like it.
std::optional<std::string_view> nearest_config(std::span<const ConfigFact> facts,
                                               std::string_view name);

}  // namespace dogear::broker
