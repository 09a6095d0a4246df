#include "protocol/messages/init_producer_id.hpp"

#include "harness.hpp"

namespace dogear::broker {
namespace {

using protocol::InitProducerIdRequest;
using protocol::InitProducerIdResponse;

InitProducerIdResponse ask(Harness& harness, const InitProducerIdRequest& request,
                           NodeId node = 1) {
  return harness.ask<InitProducerIdResponse>(request, 4, node);
}

const InitProducerIdRequest idempotent{.transactional_id = std::nullopt};

TEST(InitProducerId, CountsFromZero) {
  Harness harness;
  EXPECT_EQ(ask(harness, idempotent).producer_id, 0);
  const auto second = ask(harness, idempotent);
  EXPECT_EQ(second.producer_id, 1);
  EXPECT_EQ(second.producer_epoch, 0);
}

TEST(InitProducerId, GivesEachNodeBlocksOfAThousand) {
  Harness harness({}, 2);
  EXPECT_EQ(ask(harness, idempotent, 2).producer_id, 0);
  EXPECT_EQ(ask(harness, idempotent, 1).producer_id, 1000);
  for (ProducerId id = 1; id < 1000; ++id) ASSERT_EQ(ask(harness, idempotent, 2).producer_id, id);
  EXPECT_EQ(ask(harness, idempotent, 2).producer_id, 2000);
}

TEST(InitProducerId, GivesANewIdToWhoHasOneAlready) {
  Harness harness;
  ask(harness, idempotent);
  const auto again =
      ask(harness, {.transactional_id = std::nullopt, .producer_id = 0, .producer_epoch = 5});
  EXPECT_EQ(again.error_code, ErrorCode::none);
  EXPECT_EQ(again.producer_id, 1);
  EXPECT_EQ(again.producer_epoch, 0);
}

TEST(InitProducerId, WantsBothIdAndEpochOrNeither) {
  Harness harness;
  const auto half = ask(harness, {.transactional_id = std::nullopt, .producer_id = 3});
  EXPECT_EQ(half.error_code, ErrorCode::invalid_request);
  EXPECT_EQ(half.producer_id, -1);
  EXPECT_EQ(half.producer_epoch, -1);
}

TEST(InitProducerId, RefusesTransactionalIdsAndSaysWhy) {
  Harness harness;
  EXPECT_EQ(ask(harness, {.transactional_id = "t"}).error_code,
            ErrorCode::transactional_id_authorization_failed);
  EXPECT_EQ(harness.log().at(0),
            "InitProducerId: transactional id 't' refused: transactions are not served yet");
  EXPECT_EQ(ask(harness, {.transactional_id = ""}).error_code, ErrorCode::invalid_request);
}

TEST(InitProducerId, NeverGivesAnIdAgainAfterARestore) {
  Harness harness;
  const auto snapshot = harness.broker.take_snapshot();
  EXPECT_EQ(ask(harness, idempotent).producer_id, 0);
  harness.restore(snapshot);
  EXPECT_EQ(ask(harness, idempotent).producer_id, 1);
}

}  // namespace
}  // namespace dogear::broker
