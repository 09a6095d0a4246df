#include "storage/producer_state.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

namespace dogear::storage {
namespace {

bool in_sequence(std::int32_t last, std::int32_t next) {
  return next == std::int64_t{last} + 1 ||
         (next == 0 && last == std::numeric_limits<std::int32_t>::max());
}

}  // namespace

const ProducerBatch* ProducerEntry::find_duplicate(const RecordBatch& batch) const {
  if (batch.producer_epoch() != epoch_) return nullptr;
  const auto first = batch.base_sequence();
  const auto last = batch.last_sequence();
  const auto end = batches_.begin() + size_;
  const auto found = std::find_if(batches_.begin(), end, [&](const ProducerBatch& b) {
    return b.first_sequence() == first && b.last_sequence == last;
  });
  return found == end ? nullptr : &*found;
}

void ProducerEntry::add(ProducerEpoch epoch, const ProducerBatch& batch) {
  if (epoch_ != epoch) size_ = 0;
  epoch_ = epoch;
  if (size_ == batches_to_retain) {
    std::move(batches_.begin() + 1, batches_.end(), batches_.begin());
    --size_;
  }
  batches_[size_++] = batch;
  last_timestamp_ = batch.timestamp;
}

const ProducerEntry* ProducerState::find(ProducerId id) const {
  const auto found = producers_.find(id);
  return found == producers_.end() ? nullptr : &found->second;
}

const ProducerBatch* ProducerState::find_duplicate(const RecordBatch& batch) const {
  const auto* const entry = find(batch.producer_id());
  return entry == nullptr ? nullptr : entry->find_duplicate(batch);
}

StorageError ProducerState::check(const RecordBatch& batch, Offset base_offset,
                                  const AppendContext& context) const {
  const auto* const entry = find(batch.producer_id());
  const auto known_epoch = entry == nullptr ? no_producer_epoch : entry->epoch();
  const auto epoch = batch.producer_epoch();
  const auto where = [&] {
    return fmt::format("producer {} at offset {} in partition {}-{}", batch.producer_id(),
                       base_offset, context.topic, context.partition);
  };
  if (epoch < known_epoch)
    return {ErrorCode::invalid_producer_epoch,
            fmt::format("Epoch of {} is {}, which is smaller than the last seen epoch {}", where(),
                        epoch, known_epoch)};
  // There is no transaction coordinator, so no transaction is ongoing.
  if (batch.transactional())
    return {ErrorCode::invalid_txn_state, "Record was not part of an ongoing transaction"};
  // A producer that is unknown, or no longer known, may begin with any sequence.
  if (context.origin != AppendOrigin::client || known_epoch == no_producer_epoch)
    return {ErrorCode::none, {}};
  const auto first = batch.base_sequence();
  if (epoch != known_epoch) {
    if (first == 0) return {ErrorCode::none, {}};
    return {ErrorCode::out_of_order_sequence_number,
            fmt::format("Invalid sequence number for new epoch of {}: {} (request epoch), {} (seq. "
                        "number), {} (current producer epoch)",
                        where(), epoch, first, known_epoch)};
  }
  if (in_sequence(entry->last_sequence(), first)) return {ErrorCode::none, {}};
  return {ErrorCode::out_of_order_sequence_number,
          fmt::format("Out of order sequence number for {}: {} (incoming seq. number), {} (current "
                      "end sequence number)",
                      where(), first, entry->last_sequence())};
}

void ProducerState::update(const RecordBatch& stored) {
  if (!stored.has_producer_id() || stored.control()) return;
  const ProducerBatch batch{stored.last_sequence(), stored.last_offset_delta(),
                            stored.last_offset(), stored.max_timestamp()};
  producers_[stored.producer_id()].add(stored.producer_epoch(), batch);
  oldest_timestamp_ = std::min(oldest_timestamp_, batch.timestamp);
}

bool ProducerState::remove_expired(BrokerTime now, Millis expiration) {
  const auto removed = std::erase_if(producers_, [&](const auto& producer) {
    return epoch_ms(now) - producer.second.last_timestamp() >= expiration.count();
  });
  oldest_timestamp_ = TopicConfig::long_max;
  for (const auto& [id, entry] : producers_)
    oldest_timestamp_ = std::min(oldest_timestamp_, entry.last_timestamp());
  return removed > 0;
}

std::optional<BrokerTime> ProducerState::next_expiry(Millis expiration) const {
  if (producers_.empty()) return std::nullopt;
  if (oldest_timestamp_ > TopicConfig::long_max - expiration.count()) return std::nullopt;
  return broker_time(oldest_timestamp_) + expiration;
}

}  // namespace dogear::storage
