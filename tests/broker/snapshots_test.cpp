// Snapshots: what a restore brings back, and what it must not.
#include "broker/broker.hpp"
#include "machine.hpp"

namespace dogear::broker {
namespace {

TEST(Snapshots, BringStateBackAndCloseConnections) {
  Machine machine;
  machine.create_topic("t");
  machine.connect(1);
  machine.produce(1, "t", "kept");
  machine.output();
  const auto snapshot = machine.broker.take_snapshot();

  machine.produce(1, "t", "forgotten");
  machine.create_topic("later");
  machine.fetch(1, "later");
  machine.output();
  machine.broker.restore(snapshot);
  EXPECT_EQ(machine.output(), "1 closed: a snapshot was restored\n");
  EXPECT_EQ(machine.log(), "closed connection 1 of /127.0.0.1: a snapshot was restored\n");
  EXPECT_EQ(machine.broker.connection_count() + machine.broker.waiting_count(), 0U);

  machine.connect(2);
  machine.fetch(2, "t");
  const auto fetched = machine.answers();
  EXPECT_NE(fetched.find(R"("highWatermark":1)"), std::string::npos) << fetched;
  machine.send(2, "Metadata", 12, R"({"topics":null})");
  EXPECT_EQ(machine.answers().find("later"), std::string::npos);
}

TEST(Snapshots, CanBeRestoredTwiceAndShareNothingWithWhatFollows) {
  Machine machine;
  machine.create_topic("t");
  const auto snapshot = machine.broker.take_snapshot();
  for (int round = 0; round < 2; ++round) {
    machine.connect(1);
    machine.produce(1, "t");
    EXPECT_EQ(machine.output(), "1 <- 1 Produce\n");
    machine.broker.restore(snapshot);
    machine.output();
    EXPECT_EQ(machine.broker.cluster().topics.find("t")->partition(0)->log->log_end_offset(), 0);
  }
}

TEST(Snapshots, LetComeDueWhatTimeHasPassedBy) {
  Machine machine;
  machine.create_topic("t");
  machine.connect(1);
  machine.produce(1, "t");
  const auto snapshot = machine.broker.take_snapshot();
  machine.broker.advance_to(machine_start + std::chrono::days{8});
  for (int round = 0; round < 2; ++round) {
    machine.broker.restore(snapshot);
    const auto& log = *machine.broker.cluster().topics.find("t")->partition(0)->log;
    EXPECT_EQ(log.log_start_offset(), 1);  // retention.ms is a week
  }
}

TEST(Snapshots, NeverLetAMemberHaveAnIdThatWasGiven) {
  Machine machine;
  const auto join = [&](ConnectionId client) {
    machine.connect(client);
    machine.send(client, "FindCoordinator", 4, R"({"coordinatorKeys":["g"]})");
    machine.output();
    machine.send(client, "JoinGroup", 4,
                 R"({"groupId":"g","sessionTimeoutMs":10000,"protocolType":"consumer",
                     "protocols":[{"name":"range","metadata":""}]})");
    return machine.answers();
  };
  const auto snapshot = machine.broker.take_snapshot();
  const auto first = join(1);
  EXPECT_NE(first.find("MEMBER_ID_REQUIRED"), std::string::npos) << first;
  machine.broker.restore(snapshot);
  machine.output();
  EXPECT_NE(join(2), first);
}

TEST(Snapshots, GoOnExactlyInABrokerMadeOfOne) {
  Machine machine;
  machine.create_topic("t");
  machine.broker.advance_to(machine_start + std::chrono::hours{1});
  Machine copy;
  copy.broker =
      Broker(machine.broker.take_snapshot(), machine.broker.now(), machine.broker.wire_now());
  std::string answers[2];
  for (auto* each : {&machine, &copy}) {
    each->create_topic("u");
    each->connect(1);
    each->send(1, "InitProducerId", 4, R"({"transactionalId":null})");
    each->produce(1, "u");
    each->send(1, "Metadata", 12, R"({"topics":null})");
    answers[each == &copy] = each->answers();
  }
  EXPECT_EQ(answers[0], answers[1]);
}

TEST(Snapshots, NeverLetATopicMadeAnewHaveAnIdThatWasTold) {
  Machine machine;
  const auto snapshot = machine.broker.take_snapshot();
  machine.create_topic("t");
  const auto first = machine.broker.cluster().topics.find("t")->id;
  machine.broker.restore(snapshot);
  machine.create_topic("t");
  EXPECT_NE(machine.broker.cluster().topics.find("t")->id, first);
}

}  // namespace
}  // namespace dogear::broker
