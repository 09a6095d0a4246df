#include "storage/partition_log.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "base/seeded_bug.hpp"
#include "storage/record_reader.hpp"

namespace dogear::storage {
namespace {

// Compacted topics roll early enough for max.compaction.lag.ms.
std::int64_t max_segment_ms(const TopicConfig& config) {
  if (config.cleanup_policy.compact)
    return std::min(config.max_compaction_lag_ms, config.segment_ms);
  return config.segment_ms;
}

// Kafka's answers with these errors do not say where the log starts.
bool hides_log_start(ErrorCode error) {
  return error == ErrorCode::message_too_large || error == ErrorCode::record_list_too_large ||
         error == ErrorCode::corrupt_message || error == ErrorCode::kafka_storage_error;
}

OffsetAndTimestamp answer(const RecordBatch& batch, Offset offset, std::int64_t timestamp) {
  return {offset, timestamp, std::max(batch.leader_epoch(), no_epoch)};
}

}  // namespace

PartitionLog::PartitionLog(std::shared_ptr<MemoryAccount> memory, BrokerTime created)
    : arena_(std::move(memory)), created_(created) {
  segments_.emplace_back(Segment(0, created));
}

AppendFailure PartitionLog::refuse(ValidationFailure failure) const {
  return {failure.error, std::move(failure.message), std::move(failure.record_errors),
          hides_log_start(failure.error) ? no_offset : log_start_offset_};
}

AppendResult PartitionLog::append(ByteSpan records, const AppendContext& context) {
  auto outcome = validate_batch(records, context);
  if (auto* failure = std::get_if<ValidationFailure>(&outcome)) {
    return refuse(std::move(*failure));
  }
  const auto& valid = std::get<ValidBatch>(outcome);
  const RecordBatch batch(valid.bytes());
  // As in Kafka, the epoch and a new segment stay even if the batch is refused below.
  epochs_.assign(context.leader_epoch, log_end_offset_);
  const auto segment_limit = static_cast<std::size_t>(context.config.segment_bytes);
  if (batch.size() > segment_limit)
    return refuse({ErrorCode::record_list_too_large,
                   fmt::format("Message batch size is {} bytes in append to partition {}-{}, which "
                               "exceeds the maximum configured segment size of {}.",
                               batch.size(), context.topic, context.partition, segment_limit),
                   {}});
  const bool rolls = should_roll(batch, valid, context);
  if (rolls) roll(context.now);
  if (batch.has_producer_id() && !seeded_bug(Bug::duplicate_not_detected)) {
    const auto* const original =
        context.origin == AppendOrigin::client ? producers_->find_duplicate(batch) : nullptr;
    if (original != nullptr)
      return Appended{original->first_offset(),
                      original->last_offset,
                      original->timestamp,
                      log_start_offset_,
                      true,
                      rolls};
    auto problem = producers_->check(batch, log_end_offset_, context);
    if (problem.error != ErrorCode::none) {
      auto failure = refuse({problem.error, std::move(problem.message), {}});
      failure.rolled = rolls;
      return failure;
    }
  }
  return write(valid, rolls, context);
}

bool PartitionLog::should_roll(const RecordBatch& batch, const ValidBatch& valid,
                               const AppendContext& context) const {
  const auto& active = active_segment();
  const auto segment_limit = static_cast<std::size_t>(context.config.segment_bytes);
  const auto waited = active.time_waited_for_roll(context.now, valid.max_timestamp);
  const auto last_offset = log_end_offset_ + batch.last_offset_delta();
  // Kafka's index holds offsets relative to the segment's first in 32 bits.
  return active.size() > segment_limit - batch.size() ||
         (!active.empty() && waited > max_segment_ms(context.config)) ||
         last_offset - active.base_offset() > std::numeric_limits<std::int32_t>::max();
}

AppendResult PartitionLog::write(const ValidBatch& valid, bool rolled,
                                 const AppendContext& context) {
  const auto bytes = valid.bytes();
  const auto block = arena_.block_for(bytes.size());
  if (!block) {
    auto failure =
        refuse({ErrorCode::kafka_storage_error,
                fmt::format("Appending {} bytes to {}-{} would exceed the memory limit of {} bytes",
                            bytes.size(), context.topic, context.partition, memory()->limit()),
                {}});
    failure.rolled = rolled;
    return failure;
  }
  auto* const at = block->extend(bytes.size());
  std::memcpy(at, bytes.data(), bytes.size());
  set_base_offset(at, log_end_offset_);
  set_leader_epoch(at, context.leader_epoch);
  set_max_timestamp(at, bytes.size(), valid.timestamp_type, valid.max_timestamp);
  const RecordBatch stored(ByteSpan{at, bytes.size()});
  segments_.back().write().append(block, stored, context.now);
  if (stored.has_producer_id()) producers_.write().update(stored);
  log_end_offset_ = stored.next_offset();
  high_watermark_ = log_end_offset_;
  const auto append_time =
      valid.timestamp_type == TimestampType::log_append_time ? valid.max_timestamp : no_timestamp;
  return Appended{
      stored.base_offset(), stored.last_offset(), append_time, log_start_offset_, false, rolled};
}

std::size_t PartitionLog::segment_index_of(Offset offset) const {
  const auto above =
      std::upper_bound(segments_.begin(), segments_.end(), offset,
                       [](Offset o, const Cow<Segment>& s) { return o < s->base_offset(); });
  return above == segments_.begin() ? 0 : static_cast<std::size_t>(above - segments_.begin()) - 1;
}

PartitionLog::Place PartitionLog::place_of(Offset offset) const {
  auto index = segment_index_of(offset);
  auto chunk = segments_[index]->chunk_of(offset);
  while (chunk == segments_[index]->chunks().end() && index + 1 < segments_.size())
    chunk = segments_[++index]->chunk_of(offset);
  return {index, chunk};
}

Result<ReadResult> PartitionLog::read(Offset from, Offset upper_bound, std::size_t max_bytes,
                                      MinOneMessage min_one) const {
  if (from < log_start_offset_ || from > log_end_offset_) return ErrorCode::offset_out_of_range;
  ReadResult result;
  if (from >= upper_bound) return result;
  auto [segment, chunk] = place_of(from);
  const auto end_of_chunks = segments_[segment]->chunks().end();
  if (chunk == end_of_chunks) return result;
  auto position = (*chunk)->position_of(from);
  const auto first_batch = (*chunk)->batch_at(position).size();
  if (max_bytes < first_batch && min_one == MinOneMessage::no) return result;
  const auto limit = std::max(max_bytes, first_batch);
  for (; chunk != end_of_chunks; ++chunk, position = 0) {
    const auto end = (*chunk)->end_below(upper_bound);
    const auto size = std::min(end - position, limit - result.size);
    if (size == 0) break;
    result.slices.push_back((*chunk)->slice(position, position + size));
    result.size += size;
  }
  return result;
}

std::optional<std::size_t> PartitionLog::size_between(Offset from, Offset upper_bound) const {
  if (from >= upper_bound) return 0;
  auto [segment, chunk] = place_of(from);
  if (segment != segment_index_of(upper_bound - 1)) return std::nullopt;
  const auto end_of_chunks = segments_[segment]->chunks().end();
  if (chunk == end_of_chunks) return 0;
  std::size_t size = 0;
  auto position = (*chunk)->position_of(from);
  for (; chunk != end_of_chunks && (*chunk)->base_offset() < upper_bound; ++chunk, position = 0)
    size += (*chunk)->end_below(upper_bound) - position;
  return size;
}

OffsetAndTimestamp PartitionLog::earliest() const {
  const auto first = epochs_.earliest();
  const bool known = first && first->start_offset <= log_start_offset_;
  return {log_start_offset_, no_timestamp, known ? first->epoch : no_epoch};
}

// Kafka searches only the first segment whose largest timestamp is late enough, even if all the
// matching records there lie below the log's start.
std::optional<OffsetAndTimestamp> PartitionLog::offset_for_timestamp(std::int64_t timestamp) const {
  const auto segment = std::find_if(segments_.begin(), segments_.end(), [&](const auto& s) {
    return s->largest_timestamp() >= timestamp;
  });
  if (segment == segments_.end()) return std::nullopt;
  std::optional<OffsetAndTimestamp> found;
  for (auto chunk = (*segment)->chunk_of(log_start_offset_);
       chunk != (*segment)->chunks().end() && !found; ++chunk) {
    if ((*chunk)->max_timestamp() < timestamp) continue;
    for_each_batch((*chunk)->bytes(), [&](const RecordBatch& batch) {
      if (found || batch.max_timestamp() < timestamp) return;
      for_each_record(batch, [&](const RecordView& record) {
        if (!found && record.timestamp >= timestamp && record.offset >= log_start_offset_)
          found = answer(batch, record.offset, record.timestamp);
      });
    });
  }
  return found;
}

// As in Kafka, even a record below the log's start is found while its segment is there.
std::optional<OffsetAndTimestamp> PartitionLog::offset_of_max_timestamp() const {
  const auto segment = std::max_element(
      segments_.begin(), segments_.end(),
      [](const auto& a, const auto& b) { return a->max_timestamp() < b->max_timestamp(); });
  const auto timestamp = (*segment)->max_timestamp();
  std::optional<OffsetAndTimestamp> found;
  bool looked = false;  // into the first such batch; no other, even if cleaning has emptied it
  for (const auto& chunk : (*segment)->chunks()) {
    if (looked) break;
    if (chunk->max_timestamp() != timestamp) continue;
    for_each_batch(chunk->bytes(), [&](const RecordBatch& batch) {
      if (looked || batch.max_timestamp() != timestamp) return;
      looked = true;
      for_each_record(batch, [&](const RecordView& record) {
        if (!found && record.timestamp == timestamp)
          found = answer(batch, record.offset, timestamp);
      });
    });
  }
  return found;
}

ErrorCode PartitionLog::advance_log_start(Offset offset) {
  if (offset > high_watermark_) return ErrorCode::offset_out_of_range;
  if (offset <= log_start_offset_) return ErrorCode::none;
  log_start_offset_ = offset + (seeded_bug(Bug::off_by_one_log_start) ? 1 : 0);
  if (!seeded_bug(Bug::skipped_truncation)) epochs_.truncate_from_start(offset);
  return ErrorCode::none;
}

bool PartitionLog::remove_expired_producers(BrokerTime now, Millis expiration) {
  return !producers_->producers().empty() && producers_.write().remove_expired(now, expiration);
}

void PartitionLog::roll(BrokerTime now) {
  // Kafka replaces an empty active segment that would begin at the same offset.
  if (active_segment().base_offset() == log_end_offset_) segments_.pop_back();
  segments_.emplace_back(Segment(log_end_offset_, now));
}

void PartitionLog::delete_oldest_segments(std::size_t count, BrokerTime now) {
  if (count == 0) return;
  if (count == segments_.size()) roll(now);
  // If the active segment was empty, roll() has replaced it, and there is one less to drop.
  count = std::min(count, segments_.size() - 1);
  advance_log_start(segments_[count]->base_offset());
  segments_.erase(segments_.begin(), segments_.begin() + static_cast<std::ptrdiff_t>(count));
  release_tail();
}

void PartitionLog::replace_segments(std::size_t first, std::size_t count, Segment cleaned) {
  const auto at = segments_.begin() + static_cast<std::ptrdiff_t>(first);
  *at = Cow<Segment>(std::move(cleaned));
  segments_.erase(at + 1, at + static_cast<std::ptrdiff_t>(count));
  release_tail();
}

void PartitionLog::release_tail() {
  // Otherwise a block of which nothing is in use would be kept for its free rest.
  if (active_segment().empty()) arena_.close();
}

Offset PartitionLog::first_dirty_offset() const {
  // After a truncation all is dirty again.
  if (first_dirty_offset_ > log_end_offset_) return log_start_offset_;
  return std::max(first_dirty_offset_, log_start_offset_);
}

std::size_t PartitionLog::size() const {
  std::size_t size = 0;
  for (const auto& segment : segments_) size += segment->size();
  return size;
}

std::string PartitionLog::dump() const {
  std::string text;
  for (const auto& segment : segments_) {
    text += fmt::format("segment {}\n", segment->base_offset());
    segment->for_each_batch(
        [&](const RecordBatch& batch) { text += "  " + batch.to_string() + "\n"; });
  }
  return text;
}

}  // namespace dogear::storage
