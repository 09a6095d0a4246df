#include "storage/partition_log.hpp"

#include <gtest/gtest.h>

#include "tests/storage/batches.hpp"

namespace dogear::storage {
namespace {

using namespace testing;

constexpr auto all = std::size_t{1} << 30;

TEST(PartitionLog, KeepsBatchesAsTheyCame) {
  TestLog test;
  const auto first = batch_of(numbered(3));
  const auto second = batch_of(numbered(2));
  EXPECT_EQ(test.append(first)->base_offset, 0);
  EXPECT_EQ(test.append(second)->base_offset, 3);
  EXPECT_EQ(test.log.log_end_offset(), 5);
  EXPECT_EQ(test.log.high_watermark(), 5);

  const auto read = test.log.read(0, 5, all, MinOneMessage::yes);
  ASSERT_EQ(read->slices.size(), 1U);
  auto expected = first;
  set_leader_epoch(expected.data(), 0);
  auto moved = second;
  set_leader_epoch(moved.data(), 0);
  set_base_offset(moved.data(), 3);
  expected.insert(expected.end(), moved.begin(), moved.end());
  EXPECT_EQ(read->slices[0], Slice(expected));
}

TEST(PartitionLog, IsSmallWhileEmpty) {
  TestLog test;
  EXPECT_EQ(test.memory->used(), 0U);
  EXPECT_LE(sizeof(PartitionLog) + sizeof(Segment) + sizeof(ProducerState), 600U);
}

// The batches' memory is what counts: there is little waste, whatever their size.
TEST(PartitionLog, WastesLittleMemory) {
  for (const std::size_t size : {1'000, 30'000, 200'000, 400'000, 700'000, 1'040'000}) {
    TestLog test;
    while (test.log.size() < 20'000'000) test.append({{"k", std::string(size, 'x')}});
    EXPECT_LE(test.memory->used(), test.log.size() * 3 / 2) << size;
  }
}

TEST(PartitionLog, ReadsWholeBatchesFromTheOneThatHoldsTheOffset) {
  TestLog test;
  for (int i = 0; i < 4; ++i) test.append(numbered(2));
  const auto size = batch_of(numbered(2)).size();
  const auto read = [&](Offset from, Offset upper_bound, std::size_t max_bytes,
                        MinOneMessage min_one = MinOneMessage::yes) {
    return offsets_of(*test.log.read(from, upper_bound, max_bytes, min_one));
  };
  EXPECT_EQ(read(3, 8, all), "2..3 4..5 6..7");
  EXPECT_EQ(read(3, 6, all), "2..3 4..5");
  EXPECT_EQ(read(0, 8, 2 * size + 1), "0..1 2..3");
  EXPECT_EQ(read(0, 8, 2 * size), "0..1 2..3");
  EXPECT_EQ(read(0, 8, 1), "0..1");
  EXPECT_EQ(read(0, 8, 1, MinOneMessage::no), "");
  EXPECT_EQ(read(8, 8, all), "");
  EXPECT_EQ(read(6, 4, all), "");
}

TEST(PartitionLog, CutsTheLastBatchOffAtTheLimitButNotTheFirst) {
  TestLog test;
  for (int i = 0; i < 4; ++i) test.append(numbered(2));
  const auto size = batch_of(numbered(2)).size();
  const auto read = [&](std::size_t max_bytes, MinOneMessage min_one) {
    return test.log.read(0, 8, max_bytes, min_one)->size;
  };
  EXPECT_EQ(read(2 * size + 1, MinOneMessage::no), 2 * size + 1);
  EXPECT_EQ(read(size, MinOneMessage::no), size);
  EXPECT_EQ(read(size - 1, MinOneMessage::no), 0U);
  EXPECT_EQ(read(size - 1, MinOneMessage::yes), size);
}

TEST(PartitionLog, CountsWhatLiesBetweenTwoOffsetsOfOneSegment) {
  TestLog test;
  const auto size = batch_of(numbered(2)).size();
  for (int i = 0; i < 2; ++i) test.append(numbered(2));
  EXPECT_EQ(test.log.size_between(0, 4), 2 * size);
  EXPECT_EQ(test.log.size_between(1, 2), size);
  EXPECT_EQ(test.log.size_between(2, 4), size);
  EXPECT_EQ(test.log.size_between(4, 4), 0U);
  test.log.roll(test.now);
  EXPECT_EQ(test.log.size_between(2, 4), size);
  test.append(numbered(2));
  EXPECT_EQ(test.log.size_between(2, 6), std::nullopt);
  EXPECT_EQ(test.log.size_between(4, 6), size);
}

TEST(PartitionLog, RefusesToReadOutsideOfItself) {
  TestLog test;
  test.append(numbered(3));
  EXPECT_EQ(test.log.read(4, 3, all, MinOneMessage::yes).error(), ErrorCode::offset_out_of_range);
  EXPECT_EQ(test.log.read(-1, 3, all, MinOneMessage::yes).error(), ErrorCode::offset_out_of_range);
  test.log.advance_log_start(2);
  EXPECT_EQ(test.log.read(1, 3, all, MinOneMessage::yes).error(), ErrorCode::offset_out_of_range);
  EXPECT_EQ(offsets_of(*test.log.read(2, 3, all, MinOneMessage::yes)), "0..2");
}

TEST(PartitionLog, ACopyGoesItsOwnWay) {
  TestLog test;
  test.append(numbered(1));
  PartitionLog copy = test.log;
  test.append({{"a", "original"}});
  copy.append(batch_of({{"a", "copy"}}), test.context());
  const auto last = [](const PartitionLog& log) {
    const auto read = log.read(1, 2, all, MinOneMessage::yes);
    return records_of(RecordBatch(read->slices.at(0).bytes()));
  };
  EXPECT_EQ(last(test.log), "1:a=original");
  EXPECT_EQ(last(copy), "1:a=copy");
}

TEST(PartitionLog, SlicesOutliveTheLog) {
  std::optional<TestLog> test(std::in_place);
  test->append({{"k", "kept"}});
  const auto read = *test->log.read(0, 1, all, MinOneMessage::yes);
  auto memory = test->memory;
  test.reset();
  EXPECT_EQ(records_of(RecordBatch(read.slices.at(0).bytes())), "0:k=kept");
  EXPECT_GT(memory->used(), 0U);
}

TEST(PartitionLog, GivesMemoryBack) {
  auto memory = std::make_shared<MemoryAccount>(1 << 20);
  {
    PartitionLog log(memory, start_time);
    const TopicConfig config;
    log.append(batch_of(numbered(3)), {AppendOrigin::client, 0, start_time, config, "orders", 0});
    EXPECT_EQ(memory->used(), ArenaTail::first_block);
  }
  EXPECT_EQ(memory->used(), 0U);
}

TEST(PartitionLog, RefusesWhatMemoryCannotHold) {
  TestLog test(ArenaTail::first_block);
  const auto batch = batch_of({{"k", std::string(1500, 'x')}});
  EXPECT_TRUE(test.append(batch));
  EXPECT_TRUE(test.append(batch));
  const auto refused = test.append(batch);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().error, ErrorCode::kafka_storage_error);
  EXPECT_EQ(refused.error().log_start_offset, -1);
  EXPECT_NE(refused.error().message.find("memory limit of 4096 bytes"), std::string::npos);
  EXPECT_EQ(test.log.log_end_offset(), 2);
}

TEST(PartitionLog, RollsWhenTheSegmentIsFull) {
  TestLog test;
  test.config.segment_bytes = 300;
  for (int i = 0; i < 5; ++i) test.append({{"k", std::string(50, 'x')}});
  EXPECT_EQ(test.log.dump(),
            "segment 0\n"
            "  batch 0..0 epoch 0 1 records 119 bytes\n"
            "  batch 1..1 epoch 0 1 records 119 bytes\n"
            "segment 2\n"
            "  batch 2..2 epoch 0 1 records 119 bytes\n"
            "  batch 3..3 epoch 0 1 records 119 bytes\n"
            "segment 4\n"
            "  batch 4..4 epoch 0 1 records 119 bytes\n");
  EXPECT_EQ(offsets_of(*test.log.read(1, 5, all, MinOneMessage::yes)), "1..1");
}

TEST(PartitionLog, RollsByTheRecordsClock) {
  TestLog test;
  test.config.segment_ms = 1000;
  const auto t = epoch_ms(start_time);
  test.append({{"k", "v", t - 5000}});
  test.append({{"k", "v", t - 4000}});  // exactly segment.ms later: not yet
  test.append({{"k", "v", t - 3999}});
  EXPECT_EQ(test.log.segments().size(), 2U);
  EXPECT_EQ(test.log.active_segment().base_offset(), 2);
}

TEST(PartitionLog, RollsByTheRecordsClockFromTheBeginningOfTime) {
  TestLog test;
  test.config.segment_ms = 1000;
  test.append({{"k", "v", 0}});
  test.append({{"k", "v", 1001}});
  EXPECT_EQ(test.log.segments().size(), 2U);
}

TEST(PartitionLog, FindsOffsetsByTime) {
  TestLog test;
  const auto t = epoch_ms(start_time);
  test.append({{"a", "1", t + 10}, {"b", "2", t + 5}, {"c", "3", t + 30}});
  test.append({{"d", "4", t + 20}});
  const auto at = [&](std::int64_t timestamp) { return test.log.offset_for_timestamp(timestamp); };
  EXPECT_EQ(at(t), (OffsetAndTimestamp{0, t + 10, 0}));
  EXPECT_EQ(at(t + 11), (OffsetAndTimestamp{2, t + 30, 0}));
  EXPECT_EQ(at(t + 31), std::nullopt);
  EXPECT_EQ(test.log.offset_of_max_timestamp(), (OffsetAndTimestamp{2, t + 30, 0}));
  test.log.advance_log_start(3);
  EXPECT_EQ(at(t), (OffsetAndTimestamp{3, t + 20, 0}));
  EXPECT_EQ(test.log.offset_of_max_timestamp(), (OffsetAndTimestamp{2, t + 30, 0}));
}

TEST(PartitionLog, FindsEveryOffsetOfALongSegment) {
  TestLog test;
  constexpr int batches = 300;  // their index has several entries
  for (int i = 0; i < batches; ++i) test.append(numbered(2));
  EXPECT_EQ(test.log.segments().size(), 1U);
  for (Offset base = 0; base < 2 * batches; base += 2)
    for (const auto offset : {base, base + 1})
      EXPECT_EQ(offsets_of(*test.log.read(offset, offset + 1, all, MinOneMessage::yes)),
                std::to_string(base) + ".." + std::to_string(base + 1));
}

TEST(PartitionLog, RefusesBatchesOfOlderVersions) {
  TestLog test;
  auto batch = batch_of(numbered(1));
  batch[field::magic] = 1;
  EXPECT_EQ(test.append(batch).error().error, ErrorCode::invalid_record);
  EXPECT_EQ(test.log.log_end_offset(), 0);
}

TEST(PartitionLog, DropsAllOfItsSegments) {
  TestLog test;
  test.append(numbered(3));
  test.log.roll(test.now);
  test.log.delete_oldest_segments(2, test.now);
  EXPECT_EQ(test.log.dump(), "segment 3\n");
  EXPECT_EQ(test.log.log_start_offset(), 3);
  test.append(numbered(1));
  test.log.delete_oldest_segments(1, test.now);
  EXPECT_EQ(test.log.dump(), "segment 4\n");
}

TEST(PartitionLog, RefusesABatchLargerThanASegment) {
  TestLog test;
  test.config.segment_bytes = 100;
  test.leader_epoch = 3;
  const auto refused = test.append({{"k", std::string(50, 'x')}});
  EXPECT_EQ(refused.error().error, ErrorCode::record_list_too_large);
  EXPECT_EQ(refused.error().log_start_offset, -1);
  EXPECT_EQ(test.log.log_end_offset(), 0);
  EXPECT_EQ(test.log.epochs().latest(), 3);  // as in Kafka, that stays
}

TEST(PartitionLog, RefusesABatchThatWouldExpandWithoutEnd) {
  TestLog test;
  BatchBuilder builder(compressed_with(CompressionType::gzip));
  const std::string zeros(max_decompressed_bytes, '\0');
  builder.add(epoch_ms(start_time), bytes_of("k"), bytes_of(zeros));
  const auto bomb = builder.build();
  EXPECT_LT(bomb.size(), 200'000U);
  EXPECT_EQ(test.append(bomb).error().error, ErrorCode::message_too_large);
}

TEST(PartitionLog, TellsOnlySoManyRecordErrors) {
  TestLog test;
  test.config.cleanup_policy.compact = true;
  const std::vector<TestRecord> without_key(20'000, {std::nullopt, "v"});
  const auto refused = test.append(batch_of(without_key, compressed_with(CompressionType::gzip)));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().record_errors.size(), 10'000U);
  EXPECT_NE(refused.error().message.find("due to 20000 record errors"), std::string::npos);
}

TEST(PartitionLog, RemembersItsLeaders) {
  TestLog test;
  test.log.assign_epoch(0);
  test.append(numbered(3));
  test.leader_epoch = 4;
  test.log.assign_epoch(4);
  EXPECT_EQ(test.log.end_offset_for(0), (EpochEndOffset{0, 3}));
  EXPECT_EQ(test.log.end_offset_for(4), (EpochEndOffset{4, 3}));
  test.append(numbered(2));
  EXPECT_EQ(test.log.end_offset_for(4), (EpochEndOffset{4, 5}));
  EXPECT_EQ(test.log.offset_for_timestamp(0)->leader_epoch, 0);
}

TEST(PartitionLog, HasNoOffsetForATimeWhileEmpty) {
  TestLog test;
  EXPECT_EQ(test.log.offset_for_timestamp(0), std::nullopt);
  EXPECT_EQ(test.log.offset_of_max_timestamp(), std::nullopt);
  EXPECT_EQ(test.log.earliest(), (OffsetAndTimestamp{0, -1, -1}));
}

}  // namespace
}  // namespace dogear::storage
