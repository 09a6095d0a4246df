// Builds one v2 record batch, record by record.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/slice.hpp"
#include "storage/record_batch.hpp"
#include "storage/record_reader.hpp"

namespace dogear::storage {

// What a batch says besides its records.
struct BatchProperties {
  Offset base_offset = 0;
  LeaderEpoch leader_epoch = no_epoch;
  CompressionType compression = CompressionType::none;
  int compression_level = 0;
  TimestampType timestamp_type = TimestampType::create_time;
  std::int64_t log_append_time = no_timestamp;  // for that timestamp type
  ProducerId producer_id = no_producer_id;
  ProducerEpoch producer_epoch = no_producer_epoch;
  std::int32_t base_sequence = no_sequence;
  bool transactional = false;
  bool control = false;
  std::optional<std::int64_t> delete_horizon_ms;
};

// The properties of an existing batch, its codec at Kafka's default level. Without the delete
// horizon: who builds the batch anew decides about that.
BatchProperties properties_of(const RecordBatch& batch);
// The level that Kafka uses for a codec unless told otherwise.
int default_level(CompressionType codec);

class BatchBuilder {
 public:
  explicit BatchBuilder(const BatchProperties& properties);

  // The record after the last one.
  void add(std::int64_t timestamp, std::optional<ByteSpan> key, std::optional<ByteSpan> value,
           std::span<const HeaderView> headers = {});
  // A copy of `record`, headers and all, at an offset not below those before it.
  void add_at(Offset offset, const RecordView& record);

  // For a batch whose last records were removed: its last offset stays as it was.
  void set_last_offset(Offset offset) { last_offset_ = offset; }

  std::int32_t count() const { return count_; }
  std::size_t uncompressed_size() const { return batch_overhead + records_.size(); }
  std::int64_t max_timestamp() const;

  // With no record: a header alone whose max timestamp is `empty_max_timestamp`.
  std::vector<std::uint8_t> build(std::int64_t empty_max_timestamp = no_timestamp) const;

 private:
  void begin_record(Offset offset, std::int64_t timestamp, std::optional<ByteSpan> key,
                    std::optional<ByteSpan> value, std::size_t headers_size);

  BatchProperties properties_;
  std::vector<std::uint8_t> records_;  // uncompressed
  std::optional<std::int64_t> base_timestamp_;
  std::int64_t max_timestamp_ = no_timestamp;
  Offset last_offset_;
  std::int32_t count_ = 0;
};

}  // namespace dogear::storage
