#include "storage/batch_builder.hpp"

#include <algorithm>

#include "base/wrapping.hpp"
#include "storage/crc32c.hpp"

namespace dogear::storage {
namespace {

std::size_t sized(std::optional<ByteSpan> bytes) {
  if (!bytes) return varint_size(std::int32_t{-1});
  return varint_size(static_cast<std::int32_t>(bytes->size())) + bytes->size();
}

void append_sized(std::vector<std::uint8_t>& to, std::optional<ByteSpan> bytes) {
  append_varint(to, bytes ? static_cast<std::int32_t>(bytes->size()) : std::int32_t{-1});
  if (bytes) append_bytes(to, *bytes);
}

std::int16_t attributes_of(const BatchProperties& properties) {
  auto attributes = static_cast<std::int16_t>(properties.compression);
  if (properties.timestamp_type == TimestampType::log_append_time)
    attributes |= timestamp_type_mask;
  if (properties.transactional) attributes |= transactional_mask;
  if (properties.control) attributes |= control_mask;
  if (properties.delete_horizon_ms) attributes |= delete_horizon_mask;
  return attributes;
}

}  // namespace

int default_level(CompressionType codec) { return TopicConfig{}.compression_level(codec); }

BatchProperties properties_of(const RecordBatch& batch) {
  BatchProperties properties;
  properties.base_offset = batch.base_offset();
  properties.leader_epoch = batch.leader_epoch();
  properties.compression = batch.compression().value_or(CompressionType::none);
  properties.compression_level = default_level(properties.compression);
  properties.timestamp_type = batch.timestamp_type();
  if (properties.timestamp_type == TimestampType::log_append_time)
    properties.log_append_time = batch.max_timestamp();
  properties.producer_id = batch.producer_id();
  properties.producer_epoch = batch.producer_epoch();
  properties.base_sequence = batch.base_sequence();
  properties.transactional = batch.transactional();
  properties.control = batch.control();
  return properties;
}

BatchBuilder::BatchBuilder(const BatchProperties& properties)
    : properties_(properties),
      base_timestamp_(properties.delete_horizon_ms),
      last_offset_(properties.base_offset - 1) {}

void BatchBuilder::begin_record(Offset offset, std::int64_t timestamp, std::optional<ByteSpan> key,
                                std::optional<ByteSpan> value, std::size_t headers_size) {
  if (!base_timestamp_) base_timestamp_ = timestamp;
  const auto timestamp_delta = wrapping_subtract(timestamp, *base_timestamp_);
  const auto offset_delta = static_cast<std::int32_t>(offset - properties_.base_offset);
  const auto body_size = 1 + varint_size(timestamp_delta) + varint_size(offset_delta) + sized(key) +
                         sized(value) + headers_size;
  append_varint(records_, static_cast<std::int32_t>(body_size));
  records_.push_back(0);  // attributes: none are defined
  append_varint(records_, timestamp_delta);
  append_varint(records_, offset_delta);
  append_sized(records_, key);
  append_sized(records_, value);
  max_timestamp_ = std::max(max_timestamp_, timestamp);
  last_offset_ = offset;
  ++count_;
}

void BatchBuilder::add(std::int64_t timestamp, std::optional<ByteSpan> key,
                       std::optional<ByteSpan> value, std::span<const HeaderView> headers) {
  const auto count = static_cast<std::int32_t>(headers.size());
  auto headers_size = varint_size(count);
  for (const auto& header : headers) headers_size += sized(header.key) + sized(header.value);
  begin_record(last_offset_ + 1, timestamp, key, value, headers_size);
  append_varint(records_, count);
  for (const auto& header : headers) {
    append_sized(records_, header.key);
    append_sized(records_, header.value);
  }
}

void BatchBuilder::add_at(Offset offset, const RecordView& record) {
  begin_record(offset, record.timestamp, record.key, record.value,
               varint_size(record.header_count) + record.headers.size());
  append_varint(records_, record.header_count);
  append_bytes(records_, record.headers);
}

std::int64_t BatchBuilder::max_timestamp() const {
  return properties_.timestamp_type == TimestampType::log_append_time ? properties_.log_append_time
                                                                      : max_timestamp_;
}

std::vector<std::uint8_t> BatchBuilder::build(std::int64_t empty_max_timestamp) const {
  std::vector<std::uint8_t> batch(batch_overhead);
  if (properties_.compression == CompressionType::none) {
    append_bytes(batch, records_);
  } else if (count_ > 0) {
    ByteBuffer compressed;
    compress(properties_.compression, properties_.compression_level, records_, compressed);
    append_bytes(batch, compressed.bytes());
  }
  auto* const to = batch.data();
  const auto length = static_cast<std::int32_t>(batch.size() - log_overhead);
  store_big_endian(to + field::base_offset, properties_.base_offset);
  store_big_endian(to + field::length, length);
  store_big_endian(to + field::leader_epoch, properties_.leader_epoch);
  store_big_endian(to + field::magic, current_magic);
  store_big_endian(to + field::attributes, attributes_of(properties_));
  store_big_endian(to + field::last_offset_delta,
                   static_cast<std::int32_t>(last_offset_ - properties_.base_offset));
  store_big_endian(to + field::base_timestamp, base_timestamp_.value_or(no_timestamp));
  store_big_endian(to + field::max_timestamp, count_ > 0 ? max_timestamp() : empty_max_timestamp);
  store_big_endian(to + field::producer_id, properties_.producer_id);
  store_big_endian(to + field::producer_epoch, properties_.producer_epoch);
  store_big_endian(to + field::base_sequence, properties_.base_sequence);
  store_big_endian(to + field::count, count_);
  store_big_endian(to + field::crc, crc32c(ByteSpan(batch).subspan(field::attributes)));
  return batch;
}

}  // namespace dogear::storage
