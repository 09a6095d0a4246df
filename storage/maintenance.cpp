#include "storage/maintenance.hpp"

#include <algorithm>

#include "storage/compaction.hpp"
#include "storage/retention.hpp"

namespace dogear::storage {
namespace {

// The first of the times first, first + interval, … that is after `now` and not before `due`.
// Nothing for times so far away that they never come: timestamps of records may be any number.
std::optional<BrokerTime> check_at(BrokerTime first, Millis interval, BrokerTime due,
                                   BrokerTime now) {
  constexpr auto never = broker_time(TopicConfig::long_max / 2);
  const auto earliest = std::max(due, now + Millis{1});
  if (earliest <= first) return first;
  if (earliest >= never || interval.count() >= epoch_ms(never)) return std::nullopt;
  const auto step = std::max<std::int64_t>(interval.count(), 1);
  const auto passed = (earliest - first).count();
  return first + Millis{(passed + step - 1) / step * step};
}

// Only the cleaner takes anything out of a compacted log, old segments too.
bool is_cleaned(const TopicConfig& config, const MaintenanceConfig& maintenance) {
  return maintenance.log_cleaner_enable || !config.cleanup_policy.compact;
}

std::optional<BrokerTime> earlier(std::optional<BrokerTime> a, std::optional<BrokerTime> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

}  // namespace

std::optional<BrokerTime> next_maintenance(const PartitionLog& log, const TopicConfig& config,
                                           const MaintenanceConfig& maintenance, BrokerTime now) {
  const auto cleaner_check = [&](BrokerTime due) {
    return check_at(maintenance.started, maintenance.log_cleaner_backoff, due, now);
  };
  std::optional<BrokerTime> next;
  if (!is_cleaned(config, maintenance)) return next_producer_expiry(log, maintenance, now);
  if (const auto due = retention_due(log, config)) {
    // In Kafka the cleaner deletes the old segments of compacted topics.
    next = config.cleanup_policy.compact
               ? cleaner_check(*due)
               : check_at(maintenance.started + maintenance.log_initial_task_delay,
                          maintenance.log_retention_check_interval, *due, now);
  }
  if (const auto due = compaction_due(log, config, now)) next = earlier(next, cleaner_check(*due));
  return earlier(next, next_producer_expiry(log, maintenance, now));
}

std::optional<BrokerTime> next_producer_expiry(const PartitionLog& log,
                                               const MaintenanceConfig& maintenance,
                                               BrokerTime now) {
  const auto due = log.producers().next_expiry(maintenance.producer_id_expiration);
  if (!due) return std::nullopt;
  return check_at(log.created(), maintenance.producer_id_expiration_check_interval, *due, now);
}

Maintained maintain(PartitionLog& log, const TopicConfig& config,
                    const MaintenanceConfig& maintenance, BrokerTime now) {
  Maintained done;
  const auto expiry = log.producers().next_expiry(maintenance.producer_id_expiration);
  if (expiry && *expiry <= now)
    done.producers_expired = log.remove_expired_producers(now, maintenance.producer_id_expiration);
  if (!is_cleaned(config, maintenance)) return done;
  if (should_compact(log, config, now))
    done.compacted = compact(log, config, now).error == ErrorCode::none;
  done.deleted_segments = delete_old_segments(log, config, now);
  return done;
}

}  // namespace dogear::storage
