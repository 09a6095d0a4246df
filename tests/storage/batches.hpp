// Small words for tests of storage: batches from keys and values, and logs that take them.
#pragma once
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/batch_builder.hpp"
#include "storage/crc32c.hpp"
#include "storage/partition_log.hpp"

namespace dogear::storage::testing {

using Bytes = std::vector<std::uint8_t>;

constexpr BrokerTime start_time = broker_time(1'700'000'000'000);

struct TestRecord {
  std::optional<std::string> key;
  std::optional<std::string> value;
  std::int64_t timestamp = epoch_ms(start_time);
};

inline std::optional<ByteSpan> span_of(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  return bytes_of(*text);
}

inline Bytes batch_of(const std::vector<TestRecord>& records,
                      const BatchProperties& properties = {}) {
  BatchBuilder builder(properties);
  for (const auto& record : records)
    builder.add(record.timestamp, span_of(record.key), span_of(record.value));
  return builder.build();
}

inline BatchProperties by_producer(ProducerId id, ProducerEpoch epoch, std::int32_t sequence) {
  BatchProperties properties;
  properties.producer_id = id;
  properties.producer_epoch = epoch;
  properties.base_sequence = sequence;
  return properties;
}

inline BatchProperties compressed_with(CompressionType codec) {
  BatchProperties properties;
  properties.compression = codec;
  properties.compression_level = default_level(codec);
  return properties;
}

// `count` records "k0" -> "v0", "k1" -> "v1", ….
inline std::vector<TestRecord> numbered(int count, std::int64_t timestamp = epoch_ms(start_time)) {
  std::vector<TestRecord> records;
  for (int i = 0; i < count; ++i)
    records.push_back({"k" + std::to_string(i), "v" + std::to_string(i), timestamp});
  return records;
}

// A log with its topic's configs and a clock.
struct TestLog {
  explicit TestLog(std::size_t memory_limit = std::size_t{1} << 30)
      : memory(std::make_shared<MemoryAccount>(memory_limit)), log(memory, start_time) {}

  AppendContext context() const {
    return {AppendOrigin::client, leader_epoch, now, config, "orders", 0};
  }
  AppendResult append(const Bytes& batch) { return log.append(batch, context()); }
  AppendResult append(const std::vector<TestRecord>& records) { return append(batch_of(records)); }

  std::shared_ptr<MemoryAccount> memory;
  TopicConfig config;
  LeaderEpoch leader_epoch = 0;
  BrokerTime now = start_time;
  PartitionLog log;
};

// "4..6 9..9": the offsets of the batches that were read.
inline std::string offsets_of(const ReadResult& read) {
  std::string text;
  for (const auto& slice : read.slices)
    for_each_batch(slice.bytes(), [&](const RecordBatch& batch) {
      if (!text.empty()) text += " ";
      text += std::to_string(batch.base_offset()) + ".." + std::to_string(batch.last_offset());
    });
  return text;
}

// All that can be read, segment after segment.
inline std::string contents_of(const PartitionLog& log) {
  std::string text;
  auto at = log.log_start_offset();
  while (at < log.log_end_offset()) {
    const auto read = log.read(at, log.high_watermark(), 1 << 20, MinOneMessage::yes);
    if (!read || read->slices.empty()) break;
    if (!text.empty()) text += " ";
    text += offsets_of(*read);
    for (const auto& slice : read->slices)
      for_each_batch(slice.bytes(), [&](const RecordBatch& batch) { at = batch.next_offset(); });
  }
  return text;
}

// "0:k0=v0 1:k1=v1 2:k2=null"
inline std::string records_of(const RecordBatch& batch) {
  std::string text;
  const auto shown = [](const std::optional<ByteSpan>& bytes) {
    return bytes ? std::string(text_of(*bytes)) : std::string("null");
  };
  for_each_record(batch, [&](const RecordView& record) {
    if (!text.empty()) text += " ";
    text += std::to_string(record.offset) + ":" + shown(record.key) + "=" + shown(record.value);
  });
  return text;
}

}  // namespace dogear::storage::testing
