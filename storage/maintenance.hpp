// Retention, compaction and the expiry of producers of one partition's log: when they are due, and
// doing them.
//
// Kafka checks at fixed intervals. Here a deadline is derived from the log itself, and rounded up
// to the time of Kafka's next check.
#pragma once
#include <cstddef>
#include <optional>

#include "base/error_code.hpp"
#include "base/time.hpp"
#include "storage/partition_log.hpp"
#include "storage/topic_config.hpp"

namespace dogear::storage {

// The broker configs for it, with Kafka's defaults.
struct MaintenanceConfig {
  BrokerTime started;                            // when the broker did: intervals count from here
  Millis log_initial_task_delay{30'000};         // before the first check of retention
  Millis log_retention_check_interval{300'000};  // for topics that are not compacted
  bool log_cleaner_enable = true;                // or compacted ones are left alone
  Millis log_cleaner_backoff{15'000};            // for compacted ones, retention included
  Millis producer_id_expiration{86'400'000};
  Millis producer_id_expiration_check_interval{600'000};  // counts from the log's creation
};

// The first time after `now` at which maintain() may have something to do, if nothing else happens
// before. To be asked again whenever the log or its configs have changed.
std::optional<BrokerTime> next_maintenance(const PartitionLog& log, const TopicConfig& config,
                                           const MaintenanceConfig& maintenance, BrokerTime now);

// The same for the expiry of producers alone.
std::optional<BrokerTime> next_producer_expiry(const PartitionLog& log,
                                               const MaintenanceConfig& maintenance,
                                               BrokerTime now);

struct Maintained {
  std::size_t deleted_segments = 0;
  bool compacted = false;
  bool producers_expired = false;
};

// Does all that is due by `now`.
Maintained maintain(PartitionLog& log, const TopicConfig& config,
                    const MaintenanceConfig& maintenance, BrokerTime now);

}  // namespace dogear::storage
