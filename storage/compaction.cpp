#include "storage/compaction.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "storage/batch_builder.hpp"
#include "storage/record_reader.hpp"

namespace dogear::storage {
namespace {

struct KeyHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view key) const { return std::hash<std::string_view>{}(key); }
};

// The last offset of each key in the dirty part. Looked into, never walked through.
struct OffsetMap {
  std::unordered_map<std::string, Offset, KeyHash, std::equal_to<>> offsets;
  Offset latest_offset = no_offset;  // the map knows nothing beyond
  std::size_t max_keys = 0;

  // False when it is full.
  bool put(std::string_view key, Offset offset) {
    const auto found = offsets.find(key);
    if (found != offsets.end()) {
      found->second = offset;
      return true;
    }
    if (offsets.size() >= max_keys) return false;
    offsets.emplace(key, offset);
    return true;
  }
  bool is_latest(std::string_view key, Offset offset) const {
    const auto found = offsets.find(key);
    return found == offsets.end() || offset >= found->second;
  }
};

enum class Mapping { complete, full, unreadable };

Mapping map_batch(const RecordBatch& batch, Offset first_dirty_offset, OffsetMap& map,
                  ByteBuffer& scratch) {
  if (!batch.control()) {
    RecordReader reader(batch, RecordForm::whole, scratch);
    RecordView record;
    while (reader.next(record))
      if (record.key && record.offset >= first_dirty_offset &&
          !map.put(text_of(*record.key), record.offset))
        return Mapping::full;
    if (reader.error()) return Mapping::unreadable;
  }
  if (batch.last_offset() >= first_dirty_offset) map.latest_offset = batch.last_offset();
  return Mapping::complete;
}

Mapping build_offset_map(const PartitionLog& log, const Cleanable& range, OffsetMap& map) {
  const auto& segments = log.segments();
  ByteBuffer scratch;
  map.latest_offset = range.first_dirty_offset - 1;
  for (std::size_t i = 0; i + 1 < segments.size(); ++i) {
    if (segments[i]->base_offset() >= range.first_uncleanable_offset) break;
    const auto next_base = segments[i + 1]->base_offset();
    if (next_base <= range.first_dirty_offset) continue;
    auto outcome = Mapping::complete;
    segments[i]->for_each_batch([&](const RecordBatch& batch) {
      if (outcome == Mapping::complete)
        outcome = map_batch(batch, range.first_dirty_offset, map, scratch);
    });
    if (outcome != Mapping::complete) return outcome;
    map.latest_offset = next_base - 1;  // also over a hole at the segment's end
  }
  return Mapping::complete;
}

// Rewrites segments, batch by batch, into a new one.
class Cleaner {
 public:
  Cleaner(const PartitionLog& log, const TopicConfig& config, const OffsetMap& map,
          Offset upper_bound, BrokerTime now)
      : log_(log), config_(config), map_(map), upper_bound_(upper_bound), now_(now) {}

  // False when a batch cannot be read.
  bool clean(const Segment& source, Segment& into, ArenaTail& arena);

 private:
  bool clean_batch(const RecordBatch& batch);
  bool retains(const RecordBatch& batch, const RecordView& record) const;
  bool retains_when_empty(const RecordBatch& batch) const;
  bool select(const RecordBatch& batch, ByteBuffer& scratch);
  std::vector<std::uint8_t> rebuild(const RecordBatch& batch,
                                    std::optional<std::int64_t> horizon) const;
  void write(ByteSpan batch);

  const PartitionLog& log_;
  const TopicConfig& config_;
  const OffsetMap& map_;
  Offset upper_bound_;
  BrokerTime now_;

  Segment* into_ = nullptr;
  ArenaTail* arena_ = nullptr;
  BrokerTime modified_;

  // Of the batch at hand.
  std::vector<RecordView> retained_;
  bool all_retained_ = true;
  bool has_tombstone_ = false;
};

bool Cleaner::clean(const Segment& source, Segment& into, ArenaTail& arena) {
  into_ = &into;
  arena_ = &arena;
  modified_ = source.last_modified();
  bool readable = true;
  source.for_each_batch(
      [&](const RecordBatch& batch) { readable = readable && clean_batch(batch); });
  into.set_last_modified(modified_);
  return readable;
}

bool Cleaner::clean_batch(const RecordBatch& batch) {
  ByteBuffer scratch;
  if (!select(batch, scratch)) return false;
  if (retained_.empty()) {
    // A header alone tells the producer's last sequence, or where the cleaned part ends.
    if (!retains_when_empty(batch)) return true;
    auto properties = properties_of(batch);
    properties.compression = CompressionType::none;
    properties.delete_horizon_ms.reset();
    BatchBuilder header(properties);
    header.set_last_offset(batch.last_offset());
    write(header.build(batch.max_timestamp()));
    return true;
  }
  const bool sets_horizon = has_tombstone_ && !batch.delete_horizon_ms();
  if (all_retained_ && !sets_horizon) {
    write(batch.bytes());
    return true;
  }
  write(rebuild(batch, sets_horizon ? std::optional(epoch_ms(now_) + config_.delete_retention_ms)
                                    : batch.delete_horizon_ms()));
  return true;
}

bool Cleaner::select(const RecordBatch& batch, ByteBuffer& scratch) {
  retained_.clear();
  all_retained_ = true;
  has_tombstone_ = false;
  RecordReader reader(batch, RecordForm::whole, scratch);
  RecordView record;
  while (reader.next(record)) {
    if (!retains(batch, record)) {
      all_retained_ = false;
      continue;
    }
    retained_.push_back(record);
    has_tombstone_ = has_tombstone_ || !record.value;
  }
  return !reader.error();
}

bool Cleaner::retains(const RecordBatch& batch, const RecordView& record) const {
  if (batch.control() || record.offset > map_.latest_offset) return true;
  if (!record.key) return false;  // from before the topic was compacted
  if (!map_.is_latest(text_of(*record.key), record.offset)) return false;
  const auto horizon = batch.delete_horizon_ms();
  return record.value || !horizon || epoch_ms(now_) < *horizon;
}

bool Cleaner::retains_when_empty(const RecordBatch& batch) const {
  if (batch.next_offset() == upper_bound_) return true;
  if (!batch.has_producer_id()) return false;
  const auto* const producer = log_.producers().find(batch.producer_id());
  return producer != nullptr && !producer->empty() &&
         producer->last().last_offset == batch.last_offset();
}

std::vector<std::uint8_t> Cleaner::rebuild(const RecordBatch& batch,
                                           std::optional<std::int64_t> horizon) const {
  auto properties = properties_of(batch);
  properties.delete_horizon_ms = horizon;
  BatchBuilder builder(properties);
  for (const auto& record : retained_) builder.add_at(record.offset, record);
  builder.set_last_offset(batch.last_offset());
  return builder.build();
}

void Cleaner::write(ByteSpan batch) {
  const auto block = arena_->block_for_cleaning(batch.size());
  auto* const at = block->extend(batch.size());
  std::copy(batch.begin(), batch.end(), at);
  into_->append(block, RecordBatch(ByteSpan{at, batch.size()}), modified_);
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
  const auto lag = std::max<std::int64_t>(config.max_compaction_lag_ms, 0);
  if (!oldest || *oldest >= TopicConfig::long_max - lag) return std::nullopt;
  return *oldest + lag + 1;
}

}  // namespace

Cleanable cleanable(const PartitionLog& log, const TopicConfig& config, BrokerTime now) {
  Cleanable range;
  range.first_dirty_offset = log.first_dirty_offset();
  const auto& segments = log.segments();
  auto limit = std::min(log.last_stable_offset(), log.active_segment().base_offset());
  if (const auto young = first_too_young(log, config, range.first_dirty_offset, now))
    limit = std::min(limit, *young);
  limit = std::max(limit, range.first_dirty_offset);
  // Whole segments only: the one that holds the limit is the first that stays.
  range.first_uncleanable_offset = log.active_segment().base_offset();
  for (std::size_t i = 0; i + 1 < segments.size(); ++i) {
    const auto next_base = segments[i + 1]->base_offset();
    if (limit >= segments[i]->base_offset() && limit < next_base)
      range.first_uncleanable_offset = segments[i]->base_offset();
    if (segments[i]->base_offset() < range.first_dirty_offset)
      range.clean_bytes += segments[i]->size();
  }
  if (log.active_segment().base_offset() < range.first_dirty_offset)
    range.clean_bytes += log.active_segment().size();
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
      if (segment->base_offset() == *young)
        consider(segment->largest_timestamp() + config.min_compaction_lag_ms);
  if (!due) return std::nullopt;
  return broker_time(*due);
}

Compaction compact(PartitionLog& log, const TopicConfig& config, BrokerTime now,
                   std::size_t max_keys) {
  const auto range = cleanable(log, config, now);
  OffsetMap map;
  map.max_keys = max_keys;
  if (build_offset_map(log, range, map) == Mapping::unreadable) {
    log.set_uncleanable();
    return {ErrorCode::corrupt_message, 0, 0};
  }
  const auto end_offset = map.latest_offset + 1;
  const auto limit = static_cast<std::size_t>(std::max(config.segment_bytes, 0));
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
