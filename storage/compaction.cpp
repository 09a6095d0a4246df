#include "storage/compaction.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "storage/cleaner.hpp"
#include "storage/offset_map.hpp"

namespace dogear::storage {
namespace {

// The base of the first dirty segment that holds a record younger than min.compaction.lag.ms.
std::optional<Offset> first_too_young(const PartitionLog& log, const TopicConfig& config,
                                      Offset first_dirty_offset, BrokerTime now) {
  if (config.min_compaction_lag_ms <= 0) return std::nullopt;
  const auto& segments = log.segments();
  for (std::size_t i = 0; i + 1 < segments.size(); ++i) {
    if (segments[i + 1]->base_offset() <= first_dirty_offset) continue;
    if (segments[i]->largest_timestamp() > epoch_ms(now) - config.min_compaction_lag_ms)
      return segments[i]->base_offset();
  }
  return std::nullopt;
}

// The base of the first segment that may not be cleaned. Only whole segments are: the one that
// holds the limit is the first that stays.
Offset first_uncleanable_offset(const PartitionLog& log, const TopicConfig& config,
                                Offset first_dirty_offset, BrokerTime now) {
  const auto active = log.active_segment().base_offset();
  auto limit = std::min(log.last_stable_offset(), active);
  if (const auto young = first_too_young(log, config, first_dirty_offset, now))
    limit = std::min(limit, *young);
  limit = std::max(limit, first_dirty_offset);
  const auto& segments = log.segments();
  for (std::size_t i = 0; i + 1 < segments.size(); ++i)
    if (limit >= segments[i]->base_offset() && limit < segments[i + 1]->base_offset())
      return segments[i]->base_offset();
  return active;
}

// When max.compaction.lag.ms will have passed for the oldest dirty segment.
std::optional<std::int64_t> overdue_from(const PartitionLog& log, const TopicConfig& config,
                                         Offset first_dirty_offset) {
  const auto& segments = log.segments();
  std::optional<std::int64_t> oldest;
  for (std::size_t i = 0; i + 1 < segments.size(); ++i) {
    if (segments[i + 1]->base_offset() <= first_dirty_offset) continue;
    const auto timestamp = segments[i]->first_batch_timestamp().value_or(0);
    if (timestamp > 0) oldest = std::min(oldest.value_or(timestamp), timestamp);
  }
  const auto lag = config.max_compaction_lag_ms;
  if (!oldest || *oldest >= TopicConfig::long_max - lag) return std::nullopt;
  return *oldest + lag + 1;
}

// How many segments from `first` on fit together into one, below `end_offset`.
std::size_t group_size(const std::vector<Cow<Segment>>& segments, std::size_t first,
                       Offset end_offset, std::size_t segment_limit) {
  auto bytes = segments[first]->size();
  auto next = first + 1;
  while (next + 1 < segments.size() && segments[next]->base_offset() < end_offset &&
         bytes + segments[next]->size() <= segment_limit) {
    bytes += segments[next]->size();
    ++next;
  }
  return next - first;
}

struct CleanedGroup {
  std::size_t first;
  std::size_t count;
  Segment segment;
};

}  // namespace

double Cleanable::ratio() const {
  const auto total = clean_bytes + cleanable_bytes;
  return total == 0 ? 0.0 : static_cast<double>(cleanable_bytes) / static_cast<double>(total);
}

Cleanable cleanable(const PartitionLog& log, const TopicConfig& config, BrokerTime now) {
  Cleanable range;
  range.first_dirty_offset = log.first_dirty_offset();
  range.first_uncleanable_offset =
      first_uncleanable_offset(log, config, range.first_dirty_offset, now);
  const auto& segments = log.segments();
  for (const auto& segment : segments)
    if (segment->base_offset() < range.first_dirty_offset) range.clean_bytes += segment->size();
  for (std::size_t i = 0; i + 1 < segments.size(); ++i)
    if (segments[i]->base_offset() < range.first_uncleanable_offset &&
        segments[i + 1]->base_offset() > range.first_dirty_offset)
      range.cleanable_bytes += segments[i]->size();
  const auto overdue = overdue_from(log, config, range.first_dirty_offset);
  range.overdue = overdue && *overdue <= epoch_ms(now);
  return range;
}

bool should_compact(const PartitionLog& log, const TopicConfig& config, BrokerTime now) {
  if (!config.cleanup_policy.compact || log.uncleanable()) return false;
  if (log.segments().size() == 1) return false;
  const auto range = cleanable(log, config, now);
  if (range.clean_bytes + range.cleanable_bytes == 0) return false;
  return (range.overdue && range.cleanable_bytes > 0) ||
         range.ratio() > config.min_cleanable_dirty_ratio;
}

std::optional<BrokerTime> compaction_due(const PartitionLog& log, const TopicConfig& config,
                                         BrokerTime now) {
  if (!config.cleanup_policy.compact || log.uncleanable()) return std::nullopt;
  if (log.segments().size() == 1) return std::nullopt;
  if (should_compact(log, config, now)) return BrokerTime::min();
  const auto dirty = log.first_dirty_offset();
  std::optional<std::int64_t> due;
  const auto consider = [&](std::int64_t time) {
    if (time > epoch_ms(now)) due = std::min(due.value_or(time), time);
  };
  if (const auto overdue = overdue_from(log, config, dirty)) consider(*overdue);
  if (const auto young = first_too_young(log, config, dirty, now))
    for (const auto& segment : log.segments())
      if (segment->base_offset() == *young &&
          segment->largest_timestamp() < TopicConfig::long_max - config.min_compaction_lag_ms)
        consider(segment->largest_timestamp() + config.min_compaction_lag_ms);
  if (!due) return std::nullopt;
  return broker_time(*due);
}

Compaction compact(PartitionLog& log, const TopicConfig& config, BrokerTime now,
                   std::size_t max_keys) {
  const auto range = cleanable(log, config, now);
  OffsetMap map(range.first_dirty_offset, max_keys);
  if (!map.build(log, range.first_uncleanable_offset)) {
    log.set_uncleanable();
    return {ErrorCode::corrupt_message, 0, 0};
  }
  const auto end_offset = map.latest_offset() + 1;
  const auto limit = static_cast<std::size_t>(config.segment_bytes);
  const auto& segments = log.segments();
  Compaction result;
  std::vector<CleanedGroup> groups;
  for (std::size_t first = 0;
       first + 1 < segments.size() && segments[first]->base_offset() < end_offset;) {
    const auto count = group_size(segments, first, end_offset, limit);
    Segment cleaned(segments[first]->base_offset(), now);
    ArenaTail arena(log.memory());
    Cleaner cleaner(log, config, map, range.first_uncleanable_offset, now);
    for (auto i = first; i < first + count; ++i) {
      result.bytes_before += segments[i]->size();
      if (!cleaner.clean(*segments[i], cleaned, arena)) {
        log.set_uncleanable();
        return {ErrorCode::corrupt_message, 0, 0};
      }
    }
    result.bytes_after += cleaned.size();
    groups.push_back({first, count, std::move(cleaned)});
    first += count;
  }
  for (auto group = groups.rbegin(); group != groups.rend(); ++group)
    log.replace_segments(group->first, group->count, std::move(group->segment));
  log.set_first_dirty_offset(end_offset);
  return result;
}

}  // namespace dogear::storage
