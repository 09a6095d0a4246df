#include "storage/retention.hpp"

namespace dogear::storage {
namespace {

// Deletes from the oldest segment on while `deletable` says so and all its records are below the
// high watermark. An active segment without records stays.
template <class Predicate>
std::size_t delete_while(PartitionLog& log, BrokerTime now, Predicate deletable) {
  const auto& segments = log.segments();
  std::size_t count = 0;
  for (; count < segments.size(); ++count) {
    const bool last = count + 1 == segments.size();
    const auto end = last ? log.log_end_offset() : segments[count + 1]->base_offset();
    if (last && segments[count]->empty()) break;
    if (log.high_watermark() < end || !deletable(count)) break;
  }
  log.delete_oldest_segments(count, now);
  return count;
}

bool below_log_start(const PartitionLog& log, std::size_t i) {
  const auto& segments = log.segments();
  return i + 1 < segments.size() && segments[i + 1]->base_offset() <= log.log_start_offset();
}

std::size_t delete_by_size(PartitionLog& log, const TopicConfig& config, BrokerTime now) {
  const auto size = static_cast<std::int64_t>(log.size());
  if (config.retention_bytes < 0 || size < config.retention_bytes) return 0;
  auto surplus = size - config.retention_bytes;
  return delete_while(log, now, [&](std::size_t i) {
    const auto segment_size = static_cast<std::int64_t>(log.segments()[i]->size());
    if (surplus < segment_size) return false;
    surplus -= segment_size;
    return true;
  });
}

std::size_t delete_by_age(PartitionLog& log, const TopicConfig& config, BrokerTime now) {
  if (config.retention_ms < 0) return 0;
  return delete_while(log, now, [&](std::size_t i) {
    return epoch_ms(now) - log.segments()[i]->largest_timestamp() > config.retention_ms;
  });
}

}  // namespace

std::size_t delete_old_segments(PartitionLog& log, const TopicConfig& config, BrokerTime now) {
  auto deleted = delete_while(log, now, [&](std::size_t i) { return below_log_start(log, i); });
  if (!config.cleanup_policy.del) return deleted;
  deleted += delete_by_size(log, config, now);
  deleted += delete_by_age(log, config, now);
  return deleted;
}

bool exceeds_retention_bytes(const PartitionLog& log, const TopicConfig& config) {
  if (!config.cleanup_policy.del || config.retention_bytes < 0) return false;
  return static_cast<std::int64_t>(log.size() - log.segments().front()->size()) >=
         config.retention_bytes;
}

std::optional<BrokerTime> retention_due(const PartitionLog& log, const TopicConfig& config) {
  constexpr auto already = BrokerTime::min();
  if (below_log_start(log, 0)) return already;
  const auto& oldest = *log.segments().front();
  const bool only_an_empty_one = log.segments().size() == 1 && oldest.empty();
  if (!config.cleanup_policy.del || only_an_empty_one) return std::nullopt;
  if (exceeds_retention_bytes(log, config)) return already;
  const auto largest = oldest.largest_timestamp();
  if (config.retention_ms < 0 || largest >= TopicConfig::long_max - config.retention_ms)
    return std::nullopt;
  return broker_time(largest + config.retention_ms + 1);
}

}  // namespace dogear::storage
