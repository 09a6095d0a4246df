#include "storage/retention.hpp"

#include <gtest/gtest.h>

#include "tests/storage/batches.hpp"

namespace dogear::storage {
namespace {

using namespace testing;

constexpr auto t = epoch_ms(start_time);

// Segments of one batch of 119 bytes each, a second apart.
TestLog log_of_segments(int count) {
  TestLog test;
  test.config.segment_bytes = 150;
  test.config.retention_ms = -1;
  for (int i = 0; i < count; ++i) test.append({{"k", std::string(50, 'x'), t + 1000 * i}});
  return test;
}

std::size_t run(TestLog& test, std::int64_t at) {
  return delete_old_segments(test.log, test.config, broker_time(at));
}

TEST(Retention, DeletesByAgeSegmentBySegment) {
  auto test = log_of_segments(4);
  test.config.retention_ms = 10'000;
  EXPECT_EQ(retention_due(test.log, test.config), broker_time(t + 10'001));
  EXPECT_EQ(run(test, t + 10'000), 0U);
  EXPECT_EQ(run(test, t + 11'001), 2U);
  EXPECT_EQ(test.log.log_start_offset(), 2);
  EXPECT_EQ(contents_of(test.log), "2..2 3..3");
  EXPECT_EQ(test.log.earliest(), (OffsetAndTimestamp{2, -1, 0}));
}

TEST(Retention, LeavesNoMemoryInUseWhereNothingIsLeft) {
  auto test = log_of_segments(4);
  test.config.retention_ms = 0;
  EXPECT_EQ(run(test, t + 10'000), 4U);
  EXPECT_EQ(test.log.size(), 0U);
  EXPECT_EQ(test.memory->used(), 0U);
}

TEST(Retention, ARecordOfTheFirstMomentIsOld) {
  TestLog test;
  test.append({{"k", "v", 0}});
  EXPECT_EQ(test.log.segments().front()->largest_timestamp(), 0);
}

TEST(Retention, DeletesTheActiveSegmentToo) {
  auto test = log_of_segments(2);
  test.config.retention_ms = 10'000;
  EXPECT_EQ(run(test, t + 60'000), 2U);
  EXPECT_EQ(test.log.dump(), "segment 2\n");
  EXPECT_EQ(test.log.log_start_offset(), 2);
  EXPECT_EQ(test.log.log_end_offset(), 2);
  EXPECT_EQ(retention_due(test.log, test.config), std::nullopt);
  EXPECT_EQ(run(test, t + 600'000), 0U);
  // Nothing to delete; and an empty segment that rolls is replaced.
  test.log.roll(test.now);
  EXPECT_EQ(test.log.dump(), "segment 2\n");
}

TEST(Retention, KeepsOldBatchesBehindAYoungOne) {
  TestLog test;
  test.config.segment_bytes = 150;
  test.config.retention_ms = 10'000;
  test.append({{"k", std::string(50, 'x'), t}});
  test.append({{"k", std::string(50, 'x'), t - 100'000}});
  EXPECT_EQ(run(test, t + 1), 0U);
  EXPECT_EQ(run(test, t + 10'001), 2U);
}

TEST(Retention, DeletesBySizeButNeverBelowTheLimit) {
  auto test = log_of_segments(4);
  test.config.retention_bytes = 119 * 2 + 1;
  EXPECT_EQ(retention_due(test.log, test.config), BrokerTime::min());
  EXPECT_EQ(run(test, t), 1U);
  EXPECT_EQ(contents_of(test.log), "1..1 2..2 3..3");
  EXPECT_EQ(retention_due(test.log, test.config), std::nullopt);
  test.config.retention_bytes = 0;
  EXPECT_EQ(run(test, t), 3U);
  EXPECT_EQ(test.log.log_start_offset(), 4);
}

TEST(Retention, DeletesSegmentsBelowTheLogsStartWhateverThePolicy) {
  auto test = log_of_segments(4);
  test.config.cleanup_policy = {.compact = true, .del = false};
  test.config.retention_ms = 1;
  test.log.advance_log_start(3);
  EXPECT_EQ(retention_due(test.log, test.config), BrokerTime::min());
  EXPECT_EQ(run(test, t + 60'000), 3U);
  EXPECT_EQ(test.log.segments().size(), 1U);
  EXPECT_EQ(retention_due(test.log, test.config), std::nullopt);
}

TEST(Retention, JudgesRecordsWithoutTimestampsByTheirArrival) {
  TestLog test;
  test.config.retention_ms = 1000;
  test.append({{"k", "v", -1}});
  EXPECT_EQ(retention_due(test.log, test.config), start_time + Millis{1001});
}

TEST(Retention, AdvanceOfTheLogsStartHasLimits) {
  TestLog test;
  test.append(numbered(3));
  EXPECT_EQ(test.log.advance_log_start(4), ErrorCode::offset_out_of_range);
  EXPECT_EQ(test.log.advance_log_start(2), ErrorCode::none);
  EXPECT_EQ(test.log.advance_log_start(1), ErrorCode::none);
  EXPECT_EQ(test.log.log_start_offset(), 2);
}

}  // namespace
}  // namespace dogear::storage
