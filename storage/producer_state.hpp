// What a partition remembers of idempotent producers: epochs, sequences, and each one's last five
// batches, so that a batch sent again is recognised.
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>

#include "base/ids.hpp"
#include "base/time.hpp"
#include "storage/batch_validation.hpp"
#include "storage/record_batch.hpp"

namespace dogear::storage {

struct ProducerBatch {
  std::int32_t last_sequence = no_sequence;
  std::int32_t offset_delta = 0;
  Offset last_offset = no_offset;
  std::int64_t timestamp = no_timestamp;

  std::int32_t first_sequence() const { return decrement_sequence(last_sequence, offset_delta); }
  Offset first_offset() const { return last_offset - offset_delta; }
};

class ProducerEntry {
 public:
  static constexpr std::size_t batches_to_retain = 5;

  ProducerEpoch epoch() const { return epoch_; }
  // Of the last batch; expiry depends on it.
  std::int64_t last_timestamp() const { return last_timestamp_; }
  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }
  // From the oldest to the newest.
  const ProducerBatch& batch(std::size_t i) const { return batches_[i]; }
  const ProducerBatch& last() const { return batches_[size_ - 1]; }
  std::int32_t last_sequence() const { return empty() ? no_sequence : last().last_sequence; }

  const ProducerBatch* find_duplicate(const RecordBatch& batch) const;
  // A new epoch forgets the batches of the old one.
  void add(ProducerEpoch epoch, const ProducerBatch& batch);

 private:
  std::array<ProducerBatch, batches_to_retain> batches_;
  std::uint8_t size_ = 0;
  ProducerEpoch epoch_ = no_producer_epoch;
  std::int64_t last_timestamp_ = no_timestamp;
};

class ProducerState {
 public:
  // The batch that `batch` repeats, if its producer's last five hold it.
  const ProducerBatch* find_duplicate(const RecordBatch& batch) const;

  // Whether the batch may follow those of its producer; ErrorCode::none if so.
  StorageError check(const RecordBatch& batch, Offset base_offset,
                     const AppendContext& context) const;

  // To be called with each batch that was appended.
  void update(const RecordBatch& stored);

  const ProducerEntry* find(ProducerId id) const;
  const std::map<ProducerId, ProducerEntry>& producers() const { return producers_; }

  // Removes producers whose last batch is at least `expiration` old, unless a transaction of theirs
  // is open. True when there were any.
  bool remove_expired(BrokerTime now, Millis expiration);
  // No producer expires before this; nothing if none will ever.
  std::optional<BrokerTime> next_expiry(Millis expiration) const;

 private:
  std::map<ProducerId, ProducerEntry> producers_;
  // Not above any producer's last timestamp; exact after remove_expired().
  std::int64_t oldest_timestamp_ = TopicConfig::long_max;
};

}  // namespace dogear::storage
