#include "storage/record_batch.hpp"

#include <limits>

#include <gtest/gtest.h>

#include "tests/storage/batches.hpp"
#include "tests/storage/random.hpp"

namespace dogear::storage {
namespace {

using namespace testing;

TEST(RecordBatch, ReadsWhatTheBuilderWrote) {
  auto properties = by_producer(7, 3, 40);
  properties.base_offset = 100;
  properties.leader_epoch = 5;
  const auto bytes = batch_of(
      {{"a", "1", 1000}, {std::nullopt, "2", 3000}, {"c", std::nullopt, 2000}}, properties);
  const RecordBatch batch(bytes);
  EXPECT_EQ(batch.to_string(), "batch 100..102 epoch 5 3 records 88 bytes producer 7/3 seq 40");
  EXPECT_EQ(batch.magic(), 2);
  EXPECT_TRUE(batch.crc_matches());
  EXPECT_EQ(batch.base_timestamp(), 1000);
  EXPECT_EQ(batch.max_timestamp(), 3000);
  EXPECT_EQ(batch.last_sequence(), 42);
  EXPECT_EQ(records_of(batch), "100:a=1 101:null=2 102:c=null");
}

TEST(RecordBatch, KeepsHeaders) {
  BatchBuilder builder({});
  const std::vector<HeaderView> headers{{bytes_of("trace"), bytes_of("1")},
                                        {bytes_of("empty"), ByteSpan{}},
                                        {bytes_of("null"), std::nullopt}};
  builder.add(5, bytes_of("k"), bytes_of("v"), headers);
  const auto bytes = builder.build();
  std::string seen;
  EXPECT_TRUE(for_each_record(RecordBatch(bytes), [&](const RecordView& record) {
    HeaderReader reader(record);
    for (HeaderView header; reader.next(header);)
      seen += std::string(text_of(header.key)) + "=" +
              (header.value ? std::string(text_of(*header.value)) : "null") + ";";
  }));
  EXPECT_EQ(seen, "trace=1;empty=;null=null;");
}

TEST(RecordBatch, ReadsCompressedRecords) {
  for (const auto codec : {CompressionType::gzip, CompressionType::snappy, CompressionType::lz4,
                           CompressionType::zstd}) {
    const auto bytes = batch_of(numbered(3), compressed_with(codec));
    EXPECT_EQ(RecordBatch(bytes).compression(), codec);
    EXPECT_EQ(records_of(RecordBatch(bytes)), "0:k0=v0 1:k1=v1 2:k2=v2");
  }
}

TEST(RecordBatch, SequencesGoRoundAfterTheLargest) {
  constexpr auto max = std::numeric_limits<std::int32_t>::max();
  EXPECT_EQ(increment_sequence(max, 1), 0);
  EXPECT_EQ(increment_sequence(max - 1, 3), 1);
  EXPECT_EQ(increment_sequence(max - 1, 1), max);
  EXPECT_EQ(increment_sequence(5, 2), 7);
  EXPECT_EQ(decrement_sequence(0, 1), max);
  EXPECT_EQ(decrement_sequence(1, 3), max - 1);
  EXPECT_EQ(decrement_sequence(7, 2), 5);
}

// As a client may write them into a batch; Java's numbers wrap.
TEST(RecordBatch, SequencesWrapWhenTheyMakeNoSense) {
  constexpr auto max = std::numeric_limits<std::int32_t>::max();
  constexpr auto min = std::numeric_limits<std::int32_t>::min();
  EXPECT_EQ(increment_sequence(min, min), 0);
  EXPECT_EQ(increment_sequence(0, -1), max);
  EXPECT_EQ(decrement_sequence(min, max), -max);
}

TEST(RecordBatch, PatchesKeepTheSumRight) {
  auto bytes = batch_of(numbered(2));
  set_base_offset(bytes.data(), 77);
  set_leader_epoch(bytes.data(), 9);
  EXPECT_TRUE(RecordBatch(bytes).crc_matches());
  set_max_timestamp(bytes.data(), bytes.size(), TimestampType::log_append_time, 123);
  const RecordBatch batch(bytes);
  EXPECT_TRUE(batch.crc_matches());
  EXPECT_EQ(batch.base_offset(), 77);
  EXPECT_EQ(batch.leader_epoch(), 9);
  EXPECT_EQ(batch.timestamp_type(), TimestampType::log_append_time);
  for_each_record(batch, [](const RecordView& record) { EXPECT_EQ(record.timestamp, 123); });
}

TEST(RecordBatch, TakesBatchesOneByOne) {
  auto bytes = batch_of(numbered(1));
  const auto size = bytes.size();
  EXPECT_EQ(take_batch(bytes).kind, TakenBatch::Kind::batch);
  EXPECT_EQ(take_batch(bytes).bytes.size(), size);
  EXPECT_EQ(take_batch(ByteSpan(bytes).first(size - 1)).kind, TakenBatch::Kind::end);
  EXPECT_EQ(take_batch({}).kind, TakenBatch::Kind::end);
  store_big_endian<std::int32_t>(bytes.data() + field::length, 13);
  EXPECT_EQ(take_batch(bytes).error.message,
            "Record size 13 is less than the minimum record overhead (14)");
  store_big_endian<std::int32_t>(bytes.data() + field::length, -1);
  EXPECT_EQ(take_batch(bytes).kind, TakenBatch::Kind::corrupt);
  store_big_endian<std::int32_t>(bytes.data() + field::length,
                                 std::numeric_limits<int>::max() - 12);
  EXPECT_EQ(take_batch(bytes).kind, TakenBatch::Kind::end);
  store_big_endian<std::int32_t>(bytes.data() + field::length, std::numeric_limits<int>::max());
  EXPECT_EQ(take_batch(bytes).error.error, ErrorCode::unknown_server_error);
  store_big_endian<std::int8_t>(bytes.data() + field::magic, 3);
  EXPECT_EQ(take_batch(bytes).error.message, "Invalid magic found in record: 3");
  EXPECT_EQ(take_batch(ByteSpan(bytes).first(field::magic)).kind, TakenBatch::Kind::end);
}

// A batch whose compressed bytes are these.
Bytes batch_around(std::string_view records) {
  auto properties = compressed_with(CompressionType::gzip);
  auto bytes = batch_of({{"k", "v"}}, properties);
  ByteBuffer packed;
  compress(CompressionType::gzip, properties.compression_level, bytes_of(records), packed);
  bytes.resize(batch_overhead);
  bytes.insert(bytes.end(), packed.bytes().begin(), packed.bytes().end());
  return bytes;
}

// Why the first of these records cannot be read.
std::string why(std::string_view records) {
  ByteBuffer scratch;
  const auto bytes = batch_around(records);
  RecordReader reader(RecordBatch(bytes), RecordForm::stream, scratch);
  RecordView record;
  EXPECT_FALSE(reader.next(record));
  return reader.error()->message;
}

// As Kafka's DefaultRecord.readFrom: a length below zero is the end of the stream, no length at all
// a record without its attributes.
TEST(RecordReader, TellsARecordOfNoLengthFromOneOfANegativeLength) {
  EXPECT_EQ(why(std::string_view("\0", 1)), "Found invalid record structure");
  EXPECT_EQ(why(std::string_view("\0\0\0\0\1\1\0", 7)), "Found invalid record structure");
  EXPECT_EQ(why("\1"), "Incorrect declared batch size, premature EOF reached");
}

TEST(RecordReader, RefusesAKeyThatIsLongerThanItsRecord) {
  EXPECT_EQ(why(std::string_view("\x0a\0\0\0\x28k", 6)), "Found invalid record structure");
}

// Five bytes that go on are no number, whatever follows them: here the size of a value.
TEST(RecordReader, RefusesANumberWithoutAnEnd) {
  constexpr std::string_view record("\x14\0\0\0\1\x80\x80\x80\x80\x80\0", 11);
  const auto bytes = batch_around(record);
  ByteBuffer scratch;
  RecordReader reader(RecordBatch(bytes), RecordForm::whole, scratch);
  RecordView read;
  EXPECT_FALSE(reader.next(read));
  ASSERT_TRUE(reader.error());
  EXPECT_EQ(reader.error()->message, "Found invalid record structure");
}

TEST(RecordReader, SurvivesDamage) {
  Rng rng(3);
  for (const auto codec : {CompressionType::none, CompressionType::gzip, CompressionType::zstd}) {
    const auto good = batch_of(numbered(5), compressed_with(codec));
    for (int i = 0; i < 5'000; ++i) {
      auto bytes = good;
      for (auto n = rng.below(4) + 1; n > 0; --n)
        bytes[field::count + rng.below(bytes.size() - field::count)] =
            static_cast<std::uint8_t>(rng.next());
      for (const auto form : {RecordForm::whole, RecordForm::skipped, RecordForm::stream}) {
        ByteBuffer scratch;
        RecordReader reader(RecordBatch(bytes), form, scratch);
        std::size_t size = 0;
        for (RecordView record; reader.next(record);)
          size += record.key.value_or(ByteSpan{}).size() + record.headers.size();
        EXPECT_LE(size, max_decompressed_bytes);
      }
    }
  }
}

}  // namespace
}  // namespace dogear::storage
