#include "storage/maintenance.hpp"

#include <gtest/gtest.h>

#include "tests/storage/batches.hpp"

namespace dogear::storage {
namespace {

using namespace testing;

constexpr auto t = epoch_ms(start_time);

MaintenanceConfig kafkas_defaults() {
  MaintenanceConfig maintenance;
  maintenance.started = start_time;
  return maintenance;
}

std::optional<BrokerTime> next(const TestLog& test) {
  return next_maintenance(test.log, test.config, kafkas_defaults(), test.now);
}

TEST(Maintenance, AnEmptyLogNeedsNone) {
  TestLog test;
  EXPECT_EQ(next(test), std::nullopt);
}

TEST(Maintenance, RetentionWaitsForKafkasCheck) {
  TestLog test;
  test.config.retention_ms = 1000;
  test.append({{"k", "v", t}});
  // Kafka first looks after 30 s, then every 5 minutes.
  EXPECT_EQ(next(test), start_time + Millis{30'000});
  test.config.retention_ms = 40'000;
  EXPECT_EQ(next(test), start_time + Millis{330'000});

  test.now = *next(test);
  EXPECT_EQ(maintain(test.log, test.config, kafkas_defaults(), test.now).deleted_segments, 1U);
  EXPECT_EQ(next(test), std::nullopt);
  EXPECT_EQ(test.log.log_start_offset(), 1);
}

TEST(Maintenance, TimestampsAtTheEndOfTimeHarmNobody) {
  constexpr auto end_of_time = TopicConfig::long_max;
  for (const auto timestamp : {end_of_time, end_of_time - 100, end_of_time / 2}) {
    TestLog test;
    test.config.message_timestamp_after_max_ms = end_of_time;
    test.config.cleanup_policy = {.compact = true, .del = true};
    test.config.min_compaction_lag_ms = 1000;
    test.append({{"k", "v", timestamp}});
    test.append(batch_of({{"k", "v", timestamp}}, by_producer(7, 0, 0)));
    test.log.roll(test.now);
    EXPECT_EQ(next(test), std::nullopt);
    EXPECT_EQ(maintain(test.log, test.config, kafkas_defaults(), test.now).deleted_segments, 0U);
  }
}

TEST(Maintenance, TheCleanerLooksEveryFifteenSeconds) {
  TestLog test;
  test.config.cleanup_policy = {.compact = true, .del = false};
  test.append({{"k", "1"}});
  test.append({{"k", "2"}});
  EXPECT_EQ(next(test), std::nullopt);
  test.now += Millis{20'000};
  test.log.roll(test.now);
  EXPECT_EQ(next(test), start_time + Millis{30'000});
  test.now = *next(test);
  EXPECT_TRUE(maintain(test.log, test.config, kafkas_defaults(), test.now).compacted);
  EXPECT_EQ(contents_of(test.log), "1..1");
  EXPECT_EQ(next(test), std::nullopt);
}

TEST(Maintenance, ACleanerWithoutBackoffLooksAtOnce) {
  TestLog test;
  test.config.cleanup_policy = {.compact = true, .del = false};
  test.append({{"k", "1"}});
  test.append({{"k", "2"}});
  test.log.roll(test.now);
  auto maintenance = kafkas_defaults();
  maintenance.log_cleaner_backoff = Millis{0};
  EXPECT_EQ(next_maintenance(test.log, test.config, maintenance, test.now), test.now + Millis{1});
}

TEST(Maintenance, OldSegmentsOfCompactedTopicsGoWithTheCleaner) {
  TestLog test;
  test.config.cleanup_policy = {.compact = true, .del = true};
  test.config.retention_ms = 50'000;
  test.append({{"k", "1", t}});
  EXPECT_EQ(next(test), start_time + Millis{60'000});
  test.now = *next(test);
  EXPECT_EQ(maintain(test.log, test.config, kafkas_defaults(), test.now).deleted_segments, 1U);
}

TEST(Maintenance, ProducersExpireAtTheirOwnCheck) {
  TestLog test;
  test.config.retention_ms = -1;
  test.append(batch_of(numbered(1), by_producer(7, 0, 0)));
  test.now += Millis{60'000};
  test.append(batch_of(numbered(1, t + 60'000), by_producer(7, 0, 1)));
  // What is known of the first batch gives an early deadline; looking then gives the true one.
  const auto day = Millis{86'400'000};
  EXPECT_EQ(next(test), start_time + day);
  test.now = *next(test);
  EXPECT_FALSE(maintain(test.log, test.config, kafkas_defaults(), test.now).producers_expired);
  EXPECT_EQ(next(test), start_time + day + Millis{600'000});
  test.now = *next(test);
  EXPECT_TRUE(maintain(test.log, test.config, kafkas_defaults(), test.now).producers_expired);
  EXPECT_EQ(next(test), std::nullopt);
}

}  // namespace
}  // namespace dogear::storage
