#include "storage/cleaner.hpp"

#include <algorithm>

#include "base/wrapping.hpp"
#include "storage/batch_builder.hpp"

namespace dogear::storage {

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
  if (!select(batch)) return false;
  if (retained_.empty()) {
    if (retains_when_empty(batch)) write_header_alone(batch);
    return true;
  }
  const bool sets_horizon = has_tombstone_ && !batch.delete_horizon_ms();
  if (all_retained_ && !sets_horizon) {
    write(batch.bytes());
    return true;
  }
  write(rebuild(batch, sets_horizon ? new_delete_horizon_ms() : batch.delete_horizon_ms()));
  return true;
}

// A delete.retention.ms beyond the end of time makes the sum negative: to Kafka that is no horizon,
// and the tombstones stay.
std::optional<std::int64_t> Cleaner::new_delete_horizon_ms() const {
  const auto horizon = wrapping_add(epoch_ms(now_), config_.delete_retention_ms);
  return horizon >= 0 ? std::optional(horizon) : std::nullopt;
}

// What is kept of a batch without records: the producer's last sequence, or where cleaning ended.
void Cleaner::write_header_alone(const RecordBatch& batch) {
  auto properties = properties_of(batch);
  properties.compression = CompressionType::none;
  BatchBuilder header(properties);
  header.set_last_offset(batch.last_offset());
  write(header.build(batch.max_timestamp()));
}

bool Cleaner::select(const RecordBatch& batch) {
  retained_.clear();
  all_retained_ = true;
  has_tombstone_ = false;
  RecordReader reader(batch, RecordForm::whole, scratch_);
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
  if (batch.control() || record.offset > map_.latest_offset()) return true;
  if (!record.key) return false;  // from before the topic was compacted
  if (!map_.is_latest(text_of(*record.key), record.offset)) return false;
  const auto horizon = batch.delete_horizon_ms();
  return record.value || !horizon || epoch_ms(now_) < *horizon;
}

bool Cleaner::retains_when_empty(const RecordBatch& batch) const {
  if (batch.next_offset() == upper_bound_) return true;
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

}  // namespace dogear::storage
