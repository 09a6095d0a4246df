#include "storage/producer_state.hpp"

#include <limits>

#include <gtest/gtest.h>

#include "tests/storage/batches.hpp"

namespace dogear::storage {
namespace {

using namespace testing;

// "0..1", "0..1 again", or the error's name.
std::string sent(TestLog& test, ProducerEpoch epoch, std::int32_t sequence, int count = 2,
                 ProducerId id = 7) {
  const auto result = test.append(batch_of(numbered(count), by_producer(id, epoch, sequence)));
  if (!result) return std::string(name_of(result.error().error));
  return std::to_string(result->base_offset) + ".." + std::to_string(result->last_offset) +
         (result->duplicate ? " again" : "");
}

TEST(ProducerState, TakesSequencesInOrder) {
  TestLog test;
  EXPECT_EQ(sent(test, 0, 0), "0..1");
  EXPECT_EQ(sent(test, 0, 2), "2..3");
  EXPECT_EQ(sent(test, 0, 5), "OUT_OF_ORDER_SEQUENCE_NUMBER");
  EXPECT_EQ(sent(test, 0, 3), "OUT_OF_ORDER_SEQUENCE_NUMBER");
  EXPECT_EQ(test.log.log_end_offset(), 4);
}

TEST(ProducerState, RecognisesTheLastFiveBatches) {
  TestLog test;
  for (int i = 0; i < 6; ++i) sent(test, 0, 2 * i);
  EXPECT_EQ(sent(test, 0, 0), "OUT_OF_ORDER_SEQUENCE_NUMBER");
  EXPECT_EQ(sent(test, 0, 2), "2..3 again");
  EXPECT_EQ(sent(test, 0, 10), "10..11 again");
  EXPECT_EQ(sent(test, 0, 2, 1), "OUT_OF_ORDER_SEQUENCE_NUMBER");  // same first, other last
  EXPECT_EQ(test.log.log_end_offset(), 12);
}

TEST(ProducerState, ADuplicateIsToldItsTimestampAndTheLogsStart) {
  TestLog test;
  sent(test, 0, 0);
  test.log.advance_log_start(1);
  const auto again = test.append(batch_of(numbered(2), by_producer(7, 0, 0)));
  EXPECT_EQ(again->log_append_time, epoch_ms(start_time));
  EXPECT_EQ(again->log_start_offset, 1);
}

TEST(ProducerState, ANewEpochBeginsAtZero) {
  TestLog test;
  sent(test, 3, 0);
  EXPECT_EQ(sent(test, 2, 2), "INVALID_PRODUCER_EPOCH");
  EXPECT_EQ(sent(test, 4, 2), "OUT_OF_ORDER_SEQUENCE_NUMBER");
  EXPECT_EQ(sent(test, 4, 0), "2..3");
  EXPECT_EQ(sent(test, 4, 0), "2..3 again");
}

TEST(ProducerState, AnUnknownProducerMayBeginAnywhere) {
  TestLog test;
  EXPECT_EQ(sent(test, 5, 1000), "0..1");
  EXPECT_EQ(sent(test, 5, 1002), "2..3");
}

TEST(ProducerState, SequencesGoRoundAfterTheLargest) {
  TestLog test;
  constexpr auto max = std::numeric_limits<std::int32_t>::max();
  EXPECT_EQ(sent(test, 0, max - 1), "0..1");
  EXPECT_EQ(sent(test, 0, 0), "2..3");
  EXPECT_EQ(sent(test, 0, max - 1), "0..1 again");

  EXPECT_EQ(sent(test, 0, max, 2, 8), "4..5");  // across the end
  EXPECT_EQ(sent(test, 0, 1, 2, 8), "6..7");
  EXPECT_EQ(sent(test, 0, max, 2, 8), "4..5 again");
}

TEST(ProducerState, TransactionalBatchesNeedATransaction) {
  TestLog test;
  auto properties = by_producer(7, 0, 0);
  properties.transactional = true;
  const auto result = test.append(batch_of(numbered(1), properties));
  EXPECT_EQ(result.error().error, ErrorCode::invalid_txn_state);
  EXPECT_EQ(result.error().log_start_offset, 0);
}

TEST(ProducerState, CoordinatorsWriteWithoutSequences) {
  TestLog test;
  auto context = test.context();
  context.origin = AppendOrigin::coordinator;
  const auto append = [&](ProducerEpoch epoch) {
    return test.log.append(batch_of(numbered(1), by_producer(7, epoch, no_sequence)), context);
  };
  EXPECT_TRUE(append(3));
  EXPECT_TRUE(append(3));
  EXPECT_EQ(append(2).error().error, ErrorCode::invalid_producer_epoch);
}

TEST(ProducerState, ForgetsIdleProducers) {
  TestLog test;
  constexpr Millis expiration{1000};
  sent(test, 0, 0);
  EXPECT_EQ(test.log.producers().next_expiry(expiration), start_time + expiration);
  EXPECT_FALSE(test.log.remove_expired_producers(start_time + Millis{999}, expiration));
  EXPECT_EQ(sent(test, 0, 9), "OUT_OF_ORDER_SEQUENCE_NUMBER");
  EXPECT_TRUE(test.log.remove_expired_producers(start_time + expiration, expiration));
  EXPECT_EQ(sent(test, 0, 9), "2..3");
  EXPECT_EQ(TestLog{}.log.producers().next_expiry(expiration), std::nullopt);
}

TEST(ProducerState, ACopyDoesNotLearnFromTheOriginal) {
  TestLog test;
  sent(test, 0, 0);
  auto copy = test.log;
  sent(test, 0, 2);
  EXPECT_EQ(copy.producers().find(7)->size(), 1U);
  EXPECT_EQ(test.log.producers().find(7)->size(), 2U);
}

}  // namespace
}  // namespace dogear::storage
