// Kafka's broker configs, as `-c key=value` and the like set them.
//
// The members are the configs that have an effect here, but for those of listeners, nodes and new
// internal topics, which are read once from `settings`. Their defaults are Kafka's, except for
// those in test_overrides(). All other configs are checked as by Kafka, and then have no effect.
#pragma once
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/settings.hpp"
#include "base/time.hpp"
#include "broker/configs/value.hpp"
#include "storage/topic_config.hpp"

namespace dogear::broker {

struct BrokerConfig {
  // Topics.
  bool auto_create_topics_enable = true;
  bool delete_topic_enable = true;
  std::int32_t num_partitions = 1;
  std::int32_t default_replication_factor = 1;
  storage::TopicConfig topic_defaults;  // of log.*, message.max.bytes, min.insync.replicas, …

  // The upkeep of logs.
  Millis log_initial_task_delay{30'000};
  Millis log_retention_check_interval{300'000};
  bool log_cleaner_enable = true;
  Millis log_cleaner_backoff{15'000};

  // Connections and requests.
  Millis connections_max_idle{600'000};
  std::int32_t socket_request_max_bytes = 104'857'600;
  std::int32_t fetch_max_bytes = 57'671'680;
  std::int32_t max_incremental_fetch_session_cache_slots = 1000;
  std::int32_t max_request_partition_size_limit = 2000;

  // The windows over which client quotas are measured.
  std::int32_t quota_window_num = 11;
  std::chrono::seconds quota_window_size{1};
  std::int32_t controller_quota_window_num = 11;
  std::chrono::seconds controller_quota_window_size{1};

  // Idempotent producers.
  Millis producer_id_expiration{86'400'000};
  Millis producer_id_expiration_check_interval{600'000};

  // Committed offsets.
  std::int32_t offset_metadata_max_bytes = 4096;
  std::chrono::minutes offsets_retention{10'080};
  Millis offsets_retention_check_interval{600'000};
  std::int32_t offsets_topic_num_partitions = 1;
  std::int32_t offsets_topic_compression_codec = 0;

  // Classic groups.
  Millis group_initial_rebalance_delay{0};
  Millis group_min_session_timeout{0};
  Millis group_max_session_timeout{1'800'000};
  std::int32_t group_max_size = std::numeric_limits<std::int32_t>::max();

  // All settings at the start that override Kafka's defaults, as written: test_overrides() and
  // `-c`.
  Settings settings;
  // The given keys that have no effect here, for one line of the log.
  std::vector<std::string> without_effect;

  friend bool operator==(const BrokerConfig&, const BrokerConfig&) = default;
};

using Setting = std::pair<std::string, std::string>;

// What else the defaults depend on.
struct ConfigSurroundings {
  std::int32_t nodes = 1;
  bool clock_starts_elsewhere = false;  // `--clock manual:ISO-TIME`
};

// The defaults that differ from Kafka's, so that tests need not wait.
std::vector<Setting> test_overrides(const ConfigSurroundings& surroundings);

// Refuses a name that no broker config has, and suggests the nearest one that exists.
std::optional<ConfigError> refuse_unknown_config(std::string_view name);

// The last of equal keys wins. Refuses unknown keys as refuse_unknown_config() does, and in Kafka's
// words whatever Kafka would not start with.
ConfigResult<BrokerConfig> parse_broker_config(std::span<const Setting> given,
                                               const ConfigSurroundings& surroundings = {});

// A config whose members follow from these settings. Its own `settings` stay those of `config`,
// which are the file's. Refuses what Kafka would not start with.
ConfigResult<BrokerConfig> reconfigured(const BrokerConfig& config, Settings settings);

// Whether this broker config has any effect here.
bool has_effect(std::string_view broker_config);

}  // namespace dogear::broker
