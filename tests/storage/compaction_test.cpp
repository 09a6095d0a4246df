#include "storage/compaction.hpp"

#include <gtest/gtest.h>

#include "tests/storage/batches.hpp"

namespace dogear::storage {
namespace {

using namespace testing;

constexpr auto t = epoch_ms(start_time);

TestLog compacted_log() {
  TestLog test;
  test.config.cleanup_policy = {.compact = true, .del = false};
  return test;
}

// Every batch so far may be cleaned.
void close_segment(TestLog& test) { test.log.roll(test.now); }

// "0:a=1 3:b=2", all records in the log, and "[5..6]" for a batch without any.
std::string records_in(const PartitionLog& log) {
  std::string text;
  for (const auto& segment : log.segments())
    segment->for_each_batch([&](const RecordBatch& batch) {
      if (!text.empty()) text += " ";
      text += batch.count() > 0 ? records_of(batch)
                                : "[" + std::to_string(batch.base_offset()) + ".." +
                                      std::to_string(batch.last_offset()) + "]";
    });
  return text;
}

TEST(Compaction, KeepsTheLastRecordOfEachKey) {
  auto test = compacted_log();
  test.append({{"a", "1"}, {"b", "1"}, {"c", "1"}});
  test.append({{"b", "2"}, {"d", "1"}});
  close_segment(test);
  test.append({{"a", "active"}});
  compact(test.log, test.config, test.now);
  EXPECT_EQ(records_in(test.log), "0:a=1 2:c=1 3:b=2 4:d=1 5:a=active");
  EXPECT_EQ(test.log.log_start_offset(), 0);
  EXPECT_EQ(test.log.first_dirty_offset(), 5);
}

TEST(Compaction, KeepsTheTimeOfTheLastAppend) {
  auto test = compacted_log();
  test.append({{"a", "1"}});
  close_segment(test);
  const auto appended = test.now;
  test.now += Millis{5000};
  compact(test.log, test.config, test.now);
  EXPECT_EQ(test.log.segments().front()->last_modified(), appended);
}

TEST(Compaction, KeepsTheBoundsOfBatches) {
  auto test = compacted_log();
  test.append({{"a", "1"}, {"b", "1"}, {"a", "2"}});
  test.append({{"b", "2"}});
  close_segment(test);
  compact(test.log, test.config, test.now);
  EXPECT_EQ(records_in(test.log), "2:a=2 3:b=2");
  EXPECT_EQ(contents_of(test.log), "0..2 3..3");
  test.log.segments().front()->for_each_batch(
      [](const RecordBatch& batch) { EXPECT_TRUE(batch.crc_matches()); });
}

TEST(Compaction, ReadsGoOnBehindAHole) {
  auto test = compacted_log();
  for (int i = 0; i < 4; ++i) test.append({{i == 1 ? "b" : "a", std::to_string(i)}});
  close_segment(test);
  compact(test.log, test.config, test.now);
  EXPECT_EQ(contents_of(test.log), "1..1 3..3");
  EXPECT_EQ(offsets_of(*test.log.read(2, 4, 1000, MinOneMessage::yes)), "3..3");
  EXPECT_EQ(offsets_of(*test.log.read(0, 4, 1000, MinOneMessage::yes)), "1..1 3..3");
}

TEST(Compaction, KeepsCodecHeadersAndTimestamps) {
  for (const auto codec : {CompressionType::gzip, CompressionType::snappy, CompressionType::lz4,
                           CompressionType::zstd}) {
    auto test = compacted_log();
    BatchBuilder builder(compressed_with(codec));
    const std::vector<HeaderView> headers{{bytes_of("h"), bytes_of("1")}};
    builder.add(t + 5, bytes_of("a"), bytes_of("old"));
    builder.add(t + 7, bytes_of("b"), bytes_of("kept"), headers);
    builder.add(t + 6, bytes_of("a"), bytes_of("new"));
    test.append(builder.build());
    close_segment(test);
    compact(test.log, test.config, test.now);
    EXPECT_EQ(records_in(test.log), "1:b=kept 2:a=new");
    test.log.segments().front()->for_each_batch([&](const RecordBatch& batch) {
      EXPECT_EQ(batch.compression(), codec);
      EXPECT_EQ(batch.max_timestamp(), t + 7);
      for_each_record(batch, [](const RecordView& record) {
        EXPECT_EQ(record.timestamp, record.offset == 1 ? t + 7 : t + 6);
        EXPECT_EQ(record.header_count, record.offset == 1 ? 1 : 0);
      });
    });
  }
}

TEST(Compaction, KeepsTheTimeOfTheAppend) {
  auto test = compacted_log();
  test.config.message_timestamp_type = TimestampType::log_append_time;
  test.append({{"a", "1", t}, {"b", "1", t + 1}});
  test.append({{"a", "2", t}});
  const auto appended = epoch_ms(test.now);
  close_segment(test);
  compact(test.log, test.config, test.now + Millis{5});
  EXPECT_EQ(records_in(test.log), "1:b=1 2:a=2");
  test.log.segments().front()->for_each_batch([&](const RecordBatch& batch) {
    EXPECT_EQ(batch.timestamp_type(), TimestampType::log_append_time);
    EXPECT_EQ(batch.max_timestamp(), appended);
  });
}

TEST(Compaction, TombstonesStayUntilTheirHorizon) {
  auto test = compacted_log();
  test.config.delete_retention_ms = 1000;
  test.append({{"a", "1"}, {"b", "1"}});
  test.append({{"a", std::nullopt}, {"c", "1"}});
  close_segment(test);
  compact(test.log, test.config, start_time);
  EXPECT_EQ(test.log.dump(),
            "segment 0\n"
            "  batch 0..1 epoch 0 1 records 70 bytes\n"
            "  batch 2..3 epoch 0 2 records 80 bytes horizon 1700000001000\n"
            "segment 4\n");
  EXPECT_EQ(records_in(test.log), "1:b=1 2:a=null 3:c=1");

  compact(test.log, test.config, start_time + Millis{999});
  EXPECT_EQ(records_in(test.log), "1:b=1 2:a=null 3:c=1");
  compact(test.log, test.config, start_time + Millis{1000});
  EXPECT_EQ(records_in(test.log), "1:b=1 3:c=1");
  test.log.segments().front()->for_each_batch([](const RecordBatch& batch) {
    for_each_record(batch, [](const RecordView& record) { EXPECT_EQ(record.timestamp, t); });
  });
}

// The log starts in it, so that all before it is clean.
TEST(Compaction, LeavesTheActiveSegmentAlone) {
  auto test = compacted_log();
  test.config.delete_retention_ms = 1000;
  test.append({{"a", "1"}});
  close_segment(test);
  test.append({{"b", std::nullopt}});
  test.append({{"c", "1"}});
  test.log.advance_log_start(2);
  compact(test.log, test.config, test.now);
  compact(test.log, test.config, test.now + Millis{5000});
  EXPECT_EQ(records_in(test.log), "0:a=1 1:b=null 2:c=1");
}

TEST(Compaction, TombstonesStayForeverWhenTheirHorizonIsBeyondTheEndOfTime) {
  auto test = compacted_log();
  test.config.delete_retention_ms = TopicConfig::long_max;
  test.append({{"a", std::nullopt}, {"b", "1"}});
  close_segment(test);
  for (int i = 0; i < 2; ++i) {
    compact(test.log, test.config, test.now);
    EXPECT_EQ(records_in(test.log), "0:a=null 1:b=1");
  }
}

TEST(Compaction, DropsRecordsWithoutKey) {
  auto test = compacted_log();
  test.config.cleanup_policy.compact = false;
  test.append({{std::nullopt, "1"}, {"a", "1"}});
  test.config.cleanup_policy.compact = true;
  close_segment(test);
  compact(test.log, test.config, test.now);
  EXPECT_EQ(records_in(test.log), "1:a=1");
}

TEST(Compaction, AnEmptyBatchTellsWhereTheCleanedPartEnds) {
  auto test = compacted_log();
  test.append({{"a", "1"}});
  close_segment(test);
  compact(test.log, test.config, test.now);
  test.append({{"b", "1"}});
  close_segment(test);
  test.config.delete_retention_ms = 0;
  test.append({{"a", std::nullopt}});
  close_segment(test);
  compact(test.log, test.config, test.now);  // the tombstone gets a horizon
  compact(test.log, test.config, test.now);  // and goes
  EXPECT_EQ(records_in(test.log), "1:b=1 [2..2]");
  EXPECT_EQ(test.log.dump(),
            "segment 0\n"
            "  batch 1..1 epoch 0 1 records 70 bytes\n"
            "  batch 2..2 epoch 0 0 records 61 bytes\n"
            "segment 3\n");
  EXPECT_EQ(test.log.log_end_offset(), 3);
}

TEST(Compaction, AnEmptyBatchTellsAProducersLastSequence) {
  auto test = compacted_log();
  test.append(batch_of({{"a", "1"}}, by_producer(7, 0, 0)));
  test.append(batch_of({{"a", "2"}}, by_producer(7, 0, 1)));
  test.append({{"a", "3"}});
  close_segment(test);
  compact(test.log, test.config, test.now);
  EXPECT_EQ(records_in(test.log), "[1..1] 2:a=3");
  // The state could be built again from that.
  ProducerState rebuilt;
  for (const auto& segment : test.log.segments())
    segment->for_each_batch([&](const RecordBatch& batch) { rebuilt.update(batch); });
  EXPECT_EQ(rebuilt.find(7)->last_sequence(), 1);
}

TEST(Compaction, JoinsSmallSegments) {
  auto test = compacted_log();
  test.config.segment_bytes = 250;
  for (int i = 0; i < 6; ++i) test.append({{"k" + std::to_string(i % 2), std::string(50, 'x')}});
  EXPECT_EQ(test.log.segments().size(), 3U);
  compact(test.log, test.config, test.now);
  EXPECT_EQ(test.log.dump(),
            "segment 0\n"
            "segment 2\n"
            "  batch 2..2 epoch 0 1 records 120 bytes\n"
            "  batch 3..3 epoch 0 1 records 120 bytes\n"
            "segment 4\n"
            "  batch 4..4 epoch 0 1 records 120 bytes\n"
            "  batch 5..5 epoch 0 1 records 120 bytes\n");
  close_segment(test);
  compact(test.log, test.config, test.now);
  EXPECT_EQ(test.log.segments().size(), 3U);  // the empty one and its successor became one
  EXPECT_EQ(contents_of(test.log), "4..4 5..5");
}

TEST(Compaction, IsDueWhenHalfIsDirty) {
  auto test = compacted_log();
  EXPECT_FALSE(should_compact(test.log, test.config, test.now));
  test.append({{"a", "1"}});
  EXPECT_FALSE(should_compact(test.log, test.config, test.now));  // all in the active segment
  close_segment(test);
  EXPECT_TRUE(should_compact(test.log, test.config, test.now));
  EXPECT_EQ(compaction_due(test.log, test.config, test.now), BrokerTime::min());
  compact(test.log, test.config, test.now);
  EXPECT_FALSE(should_compact(test.log, test.config, test.now));
  test.append({{"b", "1"}});
  close_segment(test);
  EXPECT_EQ(cleanable(test.log, test.config, test.now).ratio(), 0.5);
  EXPECT_FALSE(should_compact(test.log, test.config, test.now));  // not more than half
  test.append({{"c", "1"}});
  close_segment(test);
  EXPECT_TRUE(should_compact(test.log, test.config, test.now));
}

TEST(Compaction, WaitsForTheMinimumLag) {
  auto test = compacted_log();
  test.config.min_compaction_lag_ms = 5000;
  test.append({{"a", "1", t}});
  close_segment(test);
  EXPECT_FALSE(should_compact(test.log, test.config, broker_time(t + 4999)));
  EXPECT_EQ(compaction_due(test.log, test.config, start_time), broker_time(t + 5000));
  EXPECT_TRUE(should_compact(test.log, test.config, broker_time(t + 5000)));
}

TEST(Compaction, KeepsARecordWhoseSuccessorIsTooYoungToBeCleaned) {
  auto test = compacted_log();
  test.config.min_compaction_lag_ms = 5000;
  test.append({{"a", "1", t}});
  close_segment(test);
  test.append({{"a", "2", t + 4000}});
  close_segment(test);
  compact(test.log, test.config, broker_time(t + 6000));
  EXPECT_EQ(records_in(test.log), "0:a=1 1:a=2");
}

TEST(Compaction, IsOverdueAfterTheMaximumLag) {
  auto test = compacted_log();
  test.append({{"a", "1", t}, {"b", std::string(1000, 'x'), t}});
  close_segment(test);
  compact(test.log, test.config, test.now);
  test.config.max_compaction_lag_ms = 3000;
  test.append({{"c", "1", t}});
  close_segment(test);
  EXPECT_EQ(compaction_due(test.log, test.config, start_time), broker_time(t + 3001));
  test.config.cleanup_policy.compact = false;
  EXPECT_EQ(compaction_due(test.log, test.config, start_time), std::nullopt);
  test.config.cleanup_policy.compact = true;
  EXPECT_FALSE(should_compact(test.log, test.config, broker_time(t + 3000)));
  EXPECT_TRUE(should_compact(test.log, test.config, broker_time(t + 3001)));
}

TEST(Compaction, GoesOnWhereTheKeysNoLongerFitted) {
  auto test = compacted_log();
  for (int i = 0; i < 6; ++i)
    test.append({{"k" + std::to_string(i), "1"}, {"k" + std::to_string(i), "2"}});
  close_segment(test);
  compact(test.log, test.config, test.now, 4);
  EXPECT_EQ(test.log.first_dirty_offset(), 8);
  EXPECT_EQ(records_in(test.log), "1:k0=2 3:k1=2 5:k2=2 7:k3=2 8:k4=1 9:k4=2 10:k5=1 11:k5=2");
  compact(test.log, test.config, test.now, 4);
  EXPECT_EQ(records_in(test.log), "1:k0=2 3:k1=2 5:k2=2 7:k3=2 9:k4=2 11:k5=2");
}

TEST(Compaction, FreesMemoryEvenWhenThereIsNone) {
  TestLog test(64 * 1024);
  test.config.cleanup_policy = {.compact = true, .del = false};
  while (test.append({{"k", std::string(500, 'x')}})) {
  }
  close_segment(test);
  const auto result = compact(test.log, test.config, test.now);
  EXPECT_EQ(result.error, ErrorCode::none);
  EXPECT_LT(result.bytes_after, result.bytes_before / 50);
  EXPECT_GT(result.bytes_after, 0u);
  EXPECT_LE(test.memory->used(), 2 * ArenaTail::first_block);
  EXPECT_TRUE(test.append({{"k", "again"}}));
}

// As an offsets log is kept: small segments, cleaned when half is dirty, judged at each roll.
TEST(Compaction, KeepsALogOfMillionsSmall) {
  auto test = compacted_log();
  test.config.segment_bytes = 1024 * 1024;
  const auto batch = batch_of({{"group, topic, partition", std::string(60, 'x')}});
  std::size_t most = 0;
  for (int i = 0; i < 100'000; ++i) {
    const auto appended = test.append(batch);
    ASSERT_TRUE(appended);
    if (appended->rolled && should_compact(test.log, test.config, test.now))
      compact(test.log, test.config, test.now);
    most = std::max(most, test.memory->used());
  }
  EXPECT_EQ(test.log.log_end_offset(), 100'000);
  EXPECT_LE(test.log.segments().size(), 3U);
  EXPECT_LE(most, 4U * 1024 * 1024);
}

TEST(Compaction, LeavesAnUnreadableLogAlone) {
  auto test = compacted_log();
  // The record's own length is wrong. Kafka does not look at it when it takes a compressed batch.
  BatchProperties properties = compressed_with(CompressionType::gzip);
  auto plain = batch_of({{"a", "1"}});
  plain[field::records] += 2;
  ByteBuffer packed;
  compress(CompressionType::gzip, -1, ByteSpan(plain).subspan(field::records), packed);
  auto bytes = batch_of({{"a", "1"}}, properties);
  bytes.resize(batch_overhead);
  append_bytes(bytes, packed.bytes());
  store_big_endian(bytes.data() + field::length,
                   static_cast<std::int32_t>(bytes.size() - log_overhead));
  store_big_endian(bytes.data() + field::crc, crc32c(ByteSpan(bytes).subspan(field::attributes)));
  ASSERT_TRUE(test.append(bytes));
  close_segment(test);
  const auto before = test.log.dump();
  EXPECT_EQ(compact(test.log, test.config, test.now).error, ErrorCode::corrupt_message);
  EXPECT_EQ(test.log.dump(), before);
  EXPECT_FALSE(should_compact(test.log, test.config, test.now));
}

}  // namespace
}  // namespace dogear::storage
