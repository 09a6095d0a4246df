// Fuzzes a partition's log. The first byte of the input chooses the topic's configs; the rest are
// record batches, raw (a length of two bytes, then as many bytes) or built from the input
// (script/batches.cpp). Each is validated and appended, as a producer or a coordinator would. All
// that was accepted must be read back whole, also after compaction and retention.
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "script/filler.hpp"
#include "storage/batch_validation.hpp"
#include "storage/compression.hpp"
#include "storage/maintenance.hpp"
#include "storage/partition_log.hpp"
#include "storage/record_reader.hpp"

namespace dogear::fuzz {
namespace {

using namespace storage;

constexpr BrokerTime now = broker_time(1'780'000'000'000);
constexpr std::size_t memory_limit_bytes = 16 * 1024 * 1024;

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

TopicConfig make_config(std::uint8_t choice) {
  TopicConfig config;
  config.cleanup_policy.compact = (choice & 1) != 0;
  config.cleanup_policy.del = (choice & 2) != 0;
  config.segment_bytes = (choice & 4) != 0 ? 512 : 1 << 20;
  if ((choice & 8) != 0) config.message_timestamp_type = TimestampType::log_append_time;
  if ((choice & 16) != 0) config.retention_ms = 1000;
  if ((choice & 32) != 0) config.compression_type = CompressionType::lz4;
  if ((choice & 64) != 0) config.retention_bytes = 2000;
  return config;
}

// What is compressed comes back whole; of two streams of gzip or snappy, one behind the other, both
// do. Bytes that are no stream are refused.
void compress_and_back(ByteSpan bytes, CompressionType codec) {
  require(name_of(codec) != "unknown", "every codec has a name");
  ByteBuffer packed;
  compress(codec, TopicConfig{}.compression_level(codec), bytes, packed);
  const auto may_follow = codec == CompressionType::gzip || codec == CompressionType::snappy;
  const auto streams = may_follow ? 2U : 1U;
  if (may_follow) compress(codec, TopicConfig{}.compression_level(codec), bytes, packed);
  ByteBuffer unpacked;
  const auto done =
      decompress(codec, ByteSpan(packed.data(), packed.size()), streams * bytes.size(), unpacked);
  require(done == Decompression::done, "what was compressed can be decompressed");
  require(unpacked.size() == streams * bytes.size(), "all of it comes back");
  require(std::equal(bytes.begin(), bytes.end(), unpacked.data()), "and it is the same");
  constexpr std::size_t limit = 1 << 16;
  if (decompress(codec, bytes, limit, unpacked) == Decompression::done)
    require(unpacked.size() <= limit, "no more is decompressed than is allowed");
}

class LogRun {
 public:
  explicit LogRun(ByteSpan bytes)
      : bytes_(bytes),
        config_(make_config(bytes_.byte())),
        log_(std::make_shared<MemoryAccount>(memory_limit_bytes), now) {}

  void run() {
    while (!bytes_.empty()) {
      const auto choice = bytes_.byte();
      std::vector<std::uint8_t> records;
      if (choice % 2 == 0) {
        const auto raw = bytes_.take(bytes_.number(2));
        records.assign(raw.begin(), raw.end());
      } else {
        records = make_batches(bytes_, memory_, epoch_ms(now));
      }
      compress_and_back(records, static_cast<CompressionType>(choice % 5));
      append(records, choice);
      if (choice % 8 == 7) maintain(log_, config_, {.started = now}, now + Millis{100'000'000});
      read_back();
    }
  }

 private:
  void append(ByteSpan records, std::uint8_t choice) {
    constexpr std::int16_t produce_version = 9;
    const auto checked = check_produce_records(records, produce_version);
    if ((choice & 2) == 0 && checked.error != ErrorCode::none) return;
    const auto before = log_.log_end_offset();
    AppendContext context{.now = now, .config = config_, .topic = "t", .partition = 0};
    // A coordinator appends only batches that it has built itself, which are valid.
    if ((choice & 4) != 0 && std::holds_alternative<ValidBatch>(validate_batch(records, context)))
      context.origin = AppendOrigin::coordinator;
    const auto result = log_.append(records, context);
    if (!result)
      return require(log_.log_end_offset() == before, "a refused append changes nothing");
    require(result->duplicate || result->base_offset >= before, "offsets count up");
  }

  void read_back() const {
    for (auto from = log_.log_start_offset(); from < log_.log_end_offset();) {
      const auto read = log_.read(from, log_.high_watermark(), 1 << 20, MinOneMessage::yes);
      require(read.has_value(), "every offset of the log can be read");
      if (read->slices.empty()) break;
      for (const auto& slice : read->slices) from = read_batches(slice.bytes(), from);
    }
  }

  static Offset read_batches(ByteSpan bytes, Offset from) {
    std::size_t size = 0;
    for_each_batch(bytes, [&](const RecordBatch& batch) {
      require(batch.crc_matches(), "a stored batch has its checksum");
      require(batch.last_offset() >= from, "batches follow each other");
      require(batch.to_string().starts_with("batch "), "every batch can be told");
      size += batch.size();
      from = batch.next_offset();
      for_each_record(batch, [&](const RecordView& record) {
        HeaderReader headers(record);
        HeaderView header;
        while (headers.next(header)) continue;
      });
    });
    require(size == bytes.size(), "only whole batches are read");
    return from;
  }

  Bytes bytes_;
  Memory memory_;
  TopicConfig config_;
  PartitionLog log_;
};

}  // namespace
}  // namespace dogear::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  dogear::fuzz::LogRun(dogear::ByteSpan{data, size}).run();
  return 0;
}
