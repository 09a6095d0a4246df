// The machine: what waits, what wakes it, in which order it is answered, and what closes a
// connection.
#include "broker/broker.hpp"

#include "machine.hpp"

namespace dogear::broker {
namespace {

constexpr std::string_view no_topics = R"({"topics":[]})";

// --- waiting

TEST(Waiting, IsWokenOnlyByWhatItWaitsFor) {
  Machine machine;
  machine.create_topic("idle");
  machine.create_topic("busy");
  for (const ConnectionId id : {1, 2, 3}) machine.connect(id);
  machine.fetch(1, "idle");
  machine.fetch(2, "busy");
  EXPECT_EQ(machine.output(), "");
  EXPECT_EQ(machine.broker.waiting_count(), 2U);

  machine.produce(3, "busy");
  EXPECT_EQ(machine.output(), "3 <- 1 Produce\n2 <- 1 Fetch\n");
  EXPECT_EQ(machine.asks(), 1U);
  EXPECT_EQ(machine.broker.waiting_count(), 1U);
}

TEST(Waiting, TenThousandIdlePollsCostNothingToAProduceElsewhere) {
  constexpr ConnectionId polls = 10'000;
  Machine machine;
  machine.create_topic("idle");
  machine.create_topic("busy");
  for (ConnectionId id = 1; id <= polls; ++id) {
    machine.connect(id);
    machine.fetch(id, "idle");
  }
  machine.connect(polls + 1);
  for (int i = 0; i < 100; ++i) machine.produce(polls + 1, "busy");
  EXPECT_EQ(machine.asks(), 0U);
  EXPECT_EQ(machine.broker.take_output().frames.size(), 100U);

  machine.produce(polls + 1, "idle");
  EXPECT_EQ(machine.asks(), polls);
  EXPECT_EQ(machine.broker.take_output().frames.size(), polls + 1);
  EXPECT_EQ(machine.broker.waiting_count(), 0U);
}

TEST(Waiting, EndsWithItsDeadlineInWireTime) {
  Machine machine;
  machine.create_topic("idle");
  machine.connect(1);
  machine.connect(2);
  machine.fetch(1, "idle", 500);
  machine.fetch(2, "idle", 200);
  EXPECT_EQ(machine.broker.next_wire_deadline(), WireTime{Millis{200}});

  machine.broker.advance_to(machine_start + std::chrono::hours{1});
  EXPECT_EQ(machine.output(), "");  // broker time is another one
  machine.broker.wire_to(WireTime{Millis{199}});
  EXPECT_EQ(machine.output(), "");
  machine.broker.wire_to(WireTime{Millis{200}});
  EXPECT_EQ(machine.output(), "2 <- 1 Fetch\n");
  machine.broker.wire_to(WireTime{Millis{500}});
  EXPECT_EQ(machine.output(), "1 <- 1 Fetch\n");
  EXPECT_EQ(machine.broker.waiting_count(), 0U);
}

TEST(Waiting, EndsWithItsConnection) {
  Machine machine;
  machine.create_topic("idle");
  machine.connect(1);
  machine.connect(2);
  machine.fetch(1, "idle");
  machine.broker.disconnect(1);
  EXPECT_EQ(machine.broker.waiting_count(), 0U);
  machine.produce(2, "idle");
  machine.broker.wire_to(WireTime{Millis{1000}});
  EXPECT_EQ(machine.output(), "2 <- 1 Produce\n");
  EXPECT_EQ(machine.asks(), 0U);
}

// A leap of wire time and the same in steps of a millisecond give the same bytes.
TEST(Waiting, LeapsAsInSingleSteps) {
  const auto bytes_of_story = [](Millis step) {
    Machine machine;
    machine.create_topic("idle");
    for (ConnectionId id = 1; id <= 20; ++id) {
      machine.connect(id);
      // Some deadlines fall together, and a second poll follows the first.
      machine.fetch(id, "idle", static_cast<int>(id % 7) * 50);
      machine.fetch(id, "idle", 120);
    }
    for (Millis now{0}; now <= Millis{600}; now += step) machine.broker.wire_to(WireTime{now});
    return machine.answers();
  };
  const auto leapt = bytes_of_story(Millis{600});
  EXPECT_EQ(std::count(leapt.begin(), leapt.end(), '\n'), 40);
  EXPECT_EQ(leapt, bytes_of_story(Millis{1}));
}

// --- order

TEST(Pipelined, RequestsAreAnsweredInTheirOrder) {
  Machine machine;
  machine.create_topic("idle");
  machine.connect(1);
  machine.connect(2);
  machine.fetch(1, "idle");
  machine.send(1, "Metadata", 12, no_topics);
  machine.send(1, "ApiVersions", 0, "{}");
  machine.fetch(1, "idle", 500, 1);
  machine.send(1, "Metadata", 12, no_topics);
  EXPECT_EQ(machine.output(), "");
  EXPECT_GT(machine.broker.backlog_bytes(1), 0U);

  machine.produce(2, "idle");
  EXPECT_EQ(machine.output(),
            "2 <- 1 Produce\n1 <- 1 Fetch\n1 <- 2 Metadata\n1 <- 3 ApiVersions\n");
  machine.broker.wire_to(WireTime{Millis{500}});
  EXPECT_EQ(machine.output(), "1 <- 4 Fetch\n1 <- 5 Metadata\n");
  EXPECT_EQ(machine.broker.backlog_bytes(1), 0U);
}

TEST(Pipelined, RequestsWithoutAnAnswerHoldNobodyUp) {
  Machine machine;
  machine.create_topic("t");
  machine.connect(1);
  machine.fetch(1, "t");  // cannot be woken by what stands behind it
  machine.produce(1, "t", "first", 0);
  machine.produce(1, "t", "second", 0);
  machine.send(1, "Metadata", 12, no_topics);
  EXPECT_EQ(machine.output(), "");
  machine.broker.wire_to(WireTime{Millis{500}});
  EXPECT_EQ(machine.output(), "1 <- 1 Fetch\n1 <- 4 Metadata\n");
  EXPECT_EQ(machine.broker.cluster().topics.find("t")->partition(0)->log->log_end_offset(), 2);
}

TEST(Produce, WithAcks0IsNeverAnswered) {
  Machine machine;
  machine.create_topic("t");
  machine.connect(1);
  machine.produce(1, "t", "v", 0);
  machine.send(1, "Metadata", 12, no_topics);
  EXPECT_EQ(machine.output(), "1 <- 2 Metadata\n");
  machine.produce(1, "missing", "v", 0);
  EXPECT_EQ(machine.output(), "1 closed: Produce v9: UNKNOWN_TOPIC_OR_PARTITION with acks=0\n");
}

// --- who does not read

class SlowReader : public testing::Test {
 protected:
  static constexpr std::string_view everything = R"({"topics":null})";
  void SetUp() override {
    for (const auto* name : {"a", "b", "c"}) machine.create_topic(name);
    machine.broker.limit_unsent_bytes(100);
    machine.connect(1);
  }

  Machine machine;
};

TEST_F(SlowReader, IsAnsweredAgainOnceItHasReadEnough) {
  for (int i = 0; i < 3; ++i) machine.send(1, "Metadata", 12, everything);
  EXPECT_EQ(machine.output(), "1 <- 1 Metadata\n");
  EXPECT_GT(machine.broker.backlog_bytes(1), 0U);
  machine.broker.sent(1, 10);
  EXPECT_EQ(machine.output(), "");
  machine.broker.sent(1, 1000);
  EXPECT_EQ(machine.output(), "1 <- 2 Metadata\n");
  machine.broker.sent(1, 1000);
  EXPECT_EQ(machine.output(), "1 <- 3 Metadata\n");
  EXPECT_EQ(machine.broker.backlog_bytes(1), 0U);
}

TEST_F(SlowReader, IsClosedWhenItHasReadNothingForLong) {
  machine.send(1, "Metadata", 12, everything);
  machine.output();
  machine.broker.sent(1, 10);
  machine.broker.wire_to(WireTime{std::chrono::minutes{20}});
  const auto output = machine.output();
  EXPECT_TRUE(output.starts_with("1 closed: ")) << output;
  EXPECT_TRUE(output.ends_with(" bytes of answers were not read for connections.max.idle.ms\n"))
      << output;
}

TEST(IdleConnections, AreNeverClosedForTheLongestTimeThereIs) {
  Machine machine(std::vector<Setting>{{"connections.max.idle.ms", "9223372036854775807"}});
  machine.broker.wire_to(WireTime{Millis{1}});
  machine.connect(1);
  machine.broker.wire_to(WireTime{std::chrono::hours{24}});
  EXPECT_EQ(machine.output(), "");
}

// --- frames that are none

class Frames : public testing::Test {
 protected:
  void SetUp() override { machine.connect(1); }
  std::string after(const Bytes& frame) {
    machine.broker.receive(1, Slice(frame));
    return machine.output();
  }

  Machine machine;
};

TEST_F(Frames, WithoutAHeaderCloseTheConnection) {
  EXPECT_EQ(after({}), "1 closed: a request of 0 bytes has no header\n");
  EXPECT_EQ(machine.log(),
            "closed connection 1 of /127.0.0.1: a request of 0 bytes has no header\n");
  EXPECT_EQ(machine.broker.connection_count(), 0U);
  EXPECT_EQ(after({0, 18, 0, 0}), "");  // nobody is there any more
}

TEST_F(Frames, OfAnUnknownApiOrVersionCloseTheConnection) {
  EXPECT_EQ(after({0x7f, 0, 0, 0, 0, 0, 0, 1, 0, 0}), "1 closed: API key 32512 is not served\n");
  machine.connect(1);
  EXPECT_EQ(after({0, 3, 0x7f, 0, 0, 0, 0, 1, 0, 0}), "1 closed: Metadata v32512 is not served\n");
  machine.connect(1);
  EXPECT_EQ(after({0, 3, 0xff, 0xff, 0, 0, 0, 1, 0, 0}), "1 closed: Metadata v-1 is not served\n");
}

TEST_F(Frames, OfABrokenBodyCloseTheConnection) {
  auto frame = machine.frame(1, "Metadata", 12, R"({"topics":[{"name":"t"}]})");
  frame.resize(frame.size() - 4);
  const auto output = after(frame);
  EXPECT_TRUE(output.starts_with("1 closed: Metadata v12: ")) << output;
  EXPECT_EQ(machine.broker.cluster().metrics.connections_refused, 1U);
}

TEST_F(Frames, OfABrokenBodyBehindOthersAreReachedInTurn) {
  machine.create_topic("t");
  machine.fetch(1, "t");
  machine.send(1, "Metadata", 12, no_topics);
  machine.broker.receive(1, Slice(Bytes{1}));
  machine.send(1, "Metadata", 12, no_topics);
  machine.broker.wire_to(WireTime{Millis{500}});
  EXPECT_EQ(machine.output(),
            "1 <- 1 Fetch\n1 <- 2 Metadata\n1 closed: a request of 1 bytes has no header\n");
}

TEST_F(Frames, OfAnUnknownApiVersionsAreAnsweredInVersion0) {
  machine.broker.receive(1, Slice(Bytes{0, 18, 0x7f, 0xff, 0, 0, 0, 9, 0xff, 0xff, 0}));
  auto output = machine.broker.take_output();
  ASSERT_EQ(output.frames.size(), 1U);
  const auto whole = Slice::copy_of(protocol::flattened(output.frames.front().frame));
  std::string error;
  const auto answer =
      protocol::find_api("ApiVersions")->response.decode(whole.sub(8, whole.size() - 8), 0, error);
  EXPECT_EQ(error, "");
  EXPECT_EQ(boost::json::serialize(answer), R"({"errorCode":"UNSUPPORTED_VERSION","apiKeys":[)"
                                            R"({"apiKey":18,"minVersion":0,"maxVersion":4}]})");
}

// --- memory

TEST(MemoryLimit, IsNamedOnceUntilMemoryIsFreeAgain) {
  Machine machine;
  machine.create_topic("t");
  machine.broker.cluster().memory->set_limit(16 * 1024);
  machine.connect(1);
  const std::string large(6 * 1024, 'x');
  for (int i = 0; i < 5; ++i) machine.produce(1, "t", large);
  const auto answers = machine.answers();
  EXPECT_NE(answers.find("KAFKA_STORAGE_ERROR"), std::string::npos) << answers;
  std::string log = machine.log();
  const std::string told = "(--memory-limit)";
  const auto at = log.find(told);
  ASSERT_NE(at, std::string::npos) << log;
  EXPECT_EQ(log.find(told, at + 1), std::string::npos) << log;
}

TEST(RequestLog, TellsOfEachRequestAndItsAnswerIfWanted) {
  Machine machine;
  machine.create_topic("t");
  for (const ConnectionId id : {1, 2}) machine.connect(id);
  machine.produce(2, "t");
  EXPECT_EQ(machine.log(), "");
  machine.broker.cluster().log.want_debug(true);
  machine.fetch(1, "t", 500, 1);
  machine.produce(2, "t");
  machine.fetch(1, "t", 0, 9);
  EXPECT_EQ(
      machine.log(),
      "connection 1 (/127.0.0.1 to node 1, client \"machine\"): Fetch v12, correlation 1, 84 "
      "bytes\n"
      "connection 1: Fetch waits\n"
      "connection 2 (/127.0.0.1 to node 1, client \"machine\"): Produce v9, correlation 2, 106 "
      "bytes\n"
      "connection 2: Produce is answered, NONE, 52 bytes\n"
      "connection 1: Fetch is answered, NONE, 131 bytes\n"
      "connection 1 (/127.0.0.1 to node 1, client \"machine\"): Fetch v12, correlation 2, 84 "
      "bytes\n"
      "connection 1: Fetch is answered, OFFSET_OUT_OF_RANGE, 62 bytes\n");
}

// --- the same again

TEST(RunTwice, AScriptedConversationGivesTheSameBytes) {
  const auto story = [] {
    Machine machine({{"num.partitions", "3"}}, 3);
    for (ConnectionId id = 1; id <= 6; ++id) machine.connect(id, static_cast<NodeId>(id % 3 + 1));
    for (ConnectionId id = 1; id <= 6; ++id) {
      machine.send(id, "ApiVersions", 4,
                   R"({"clientSoftwareName":"a","clientSoftwareVersion":"1"})");
      machine.send(id, "Metadata", 12,
                   R"({"topics":[{"name":"x"},{"name":"y"}],"allowAutoTopicCreation":true})");
      machine.send(id, "InitProducerId", 4, R"({"transactionTimeoutMs":1000})");
      machine.fetch(id, "x");
    }
    for (ConnectionId id = 7; id <= 9; ++id) {
      machine.connect(id, static_cast<NodeId>(id % 3 + 1));
      machine.produce(id, "x");
    }
    machine.broker.wire_to(WireTime{Millis{500}});
    return machine.answers();
  };
  const auto once = story();
  EXPECT_GT(once.size(), 1000U);
  EXPECT_EQ(once, story());
}

}  // namespace
}  // namespace dogear::broker
