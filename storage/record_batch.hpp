// A view of a record batch of magic 2, whose fields are read in place, and setters for the few that
// a broker overwrites.
//
//   base offset 8, length 4, leader epoch 4, magic 1, crc 4, attributes 2, last offset delta 4,
//   base timestamp 8, max timestamp 8, producer id 8, producer epoch 2, base sequence 4, count 4,
//   then the records, compressed as a whole when the attributes name a codec.
//
// The checksum covers everything from the attributes on.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "base/error_code.hpp"
#include "base/ids.hpp"
#include "base/slice.hpp"
#include "storage/bytes.hpp"
#include "storage/topic_config.hpp"

namespace dogear::storage {

namespace field {  // where each one starts
constexpr std::size_t base_offset = 0;
constexpr std::size_t length = 8;
constexpr std::size_t leader_epoch = 12;
constexpr std::size_t magic = 16;
constexpr std::size_t crc = 17;
constexpr std::size_t attributes = 21;
constexpr std::size_t last_offset_delta = 23;
constexpr std::size_t base_timestamp = 27;
constexpr std::size_t max_timestamp = 35;
constexpr std::size_t producer_id = 43;
constexpr std::size_t producer_epoch = 51;
constexpr std::size_t base_sequence = 53;
constexpr std::size_t count = 57;
constexpr std::size_t records = 61;
}  // namespace field

constexpr std::size_t batch_overhead = field::records;
constexpr std::size_t log_overhead =
    field::leader_epoch;  // offset and length, not counted in length
constexpr std::int8_t current_magic = 2;
constexpr std::int32_t no_sequence = -1;
constexpr ProducerEpoch no_producer_epoch = -1;

// Bits of the attributes.
constexpr std::int16_t compression_mask = 0x07;
constexpr std::int16_t timestamp_type_mask = 0x08;
constexpr std::int16_t transactional_mask = 0x10;
constexpr std::int16_t control_mask = 0x20;
constexpr std::int16_t delete_horizon_mask = 0x40;

// An error as clients see it, and a message for the log.
struct StorageError {
  ErrorCode error = ErrorCode::unknown_server_error;
  std::string message;
};

class RecordBatch {
 public:
  // `bytes` is one whole batch of at least batch_overhead bytes, as take_batch() finds them.
  explicit RecordBatch(ByteSpan bytes) : bytes_(bytes) {}

  ByteSpan bytes() const { return bytes_; }
  std::size_t size() const { return bytes_.size(); }
  Offset base_offset() const { return load<std::int64_t>(field::base_offset); }
  Offset last_offset() const { return base_offset() + last_offset_delta(); }
  Offset next_offset() const { return last_offset() + 1; }
  LeaderEpoch leader_epoch() const { return load<std::int32_t>(field::leader_epoch); }
  std::int8_t magic() const { return load<std::int8_t>(field::magic); }
  std::uint32_t crc() const { return load<std::uint32_t>(field::crc); }
  std::int16_t attributes() const { return load<std::int16_t>(field::attributes); }
  std::int32_t last_offset_delta() const { return load<std::int32_t>(field::last_offset_delta); }
  std::int64_t base_timestamp() const { return load<std::int64_t>(field::base_timestamp); }
  std::int64_t max_timestamp() const { return load<std::int64_t>(field::max_timestamp); }
  ProducerId producer_id() const { return load<std::int64_t>(field::producer_id); }
  ProducerEpoch producer_epoch() const { return load<std::int16_t>(field::producer_epoch); }
  std::int32_t base_sequence() const { return load<std::int32_t>(field::base_sequence); }
  // no_sequence when the batch has none; after 2147483647 comes 0.
  std::int32_t last_sequence() const;
  std::int32_t count() const { return load<std::int32_t>(field::count); }
  // Still compressed when the batch is.
  ByteSpan record_bytes() const { return bytes_.subspan(field::records); }

  // Nothing for the numbers 5 to 7, which name no codec.
  std::optional<CompressionType> compression() const;
  bool compressed() const { return (attributes() & compression_mask) != 0; }
  TimestampType timestamp_type() const;
  bool transactional() const { return (attributes() & transactional_mask) != 0; }
  bool control() const { return (attributes() & control_mask) != 0; }
  bool has_producer_id() const { return producer_id() > no_producer_id; }
  // When tombstones and markers in this batch may be removed. Cleaning stores it as base timestamp.
  std::optional<std::int64_t> delete_horizon_ms() const;

  bool crc_matches() const;
  // "batch 4..6 epoch 0 3 records 101 bytes zstd producer 7/0 seq 0"
  std::string to_string() const;

 private:
  template <class Int>
  Int load(std::size_t at) const {
    return load_big_endian<Int>(bytes_.data() + at);
  }

  ByteSpan bytes_;
};

// Sequences count from 0 to 2147483647 and then again from 0.
std::int32_t increment_sequence(std::int32_t sequence, std::int32_t increment);
std::int32_t decrement_sequence(std::int32_t sequence, std::int32_t decrement);

// Overwrite fields of the batch at `batch`. The checksum does not cover the first two.
void set_base_offset(std::uint8_t* batch, Offset base_offset);
void set_leader_epoch(std::uint8_t* batch, LeaderEpoch epoch);
// Does nothing when type and timestamp are there already; else writes a new checksum too.
void set_max_timestamp(std::uint8_t* batch, std::size_t size, TimestampType type,
                       std::int64_t max_timestamp);

// The first batch of a records field, if it is complete.
struct TakenBatch {
  // `end`: nothing, or an incomplete batch.
  enum class Kind { batch, end, corrupt };
  Kind kind = Kind::end;
  ByteSpan bytes;      // of the batch, whatever its magic; may be shorter than batch_overhead
  StorageError error;  // why it is corrupt
};
TakenBatch take_batch(ByteSpan records);

// Calls back with each batch of `stored`, which are bytes of a log.
template <class Callback>
void for_each_batch(ByteSpan stored, Callback&& callback) {
  while (stored.size() >= batch_overhead) {
    const auto length = load_big_endian<std::int32_t>(stored.data() + field::length);
    const auto size = log_overhead + static_cast<std::size_t>(length);
    if (length < 0 || size < batch_overhead || size > stored.size()) return;
    callback(RecordBatch(stored.first(size)));
    stored = stored.subspan(size);
  }
}

}  // namespace dogear::storage
