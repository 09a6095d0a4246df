// The gate for requests and answers: what each kind of fault does to a request, to its answer, to
// the connection, and to the request behind it. What failed requests are answered is Kafka's:
// error_answers_test.cpp.
#include "broker/faults/faults.hpp"
#include "machine.hpp"

namespace dogear::broker {
namespace {

constexpr std::string_view no_topics = R"({"topics":[]})";

FaultRule rule(protocol::ApiKey api, FaultAction action) {
  return {.match = {.api = api}, .action = action};
}
constexpr protocol::ApiKey metadata_key = 3;

class Gate : public testing::Test {
 protected:
  void SetUp() override {
    machine.create_topic("t");
    machine.connect(1);
  }
  Offset end() const {
    return machine.broker.cluster().topics.find("t")->partition(0)->log->log_end_offset();
  }

  Machine machine;
};

TEST_F(Gate, FailsOneRequestWithAnErrorAndLetsTheNextPass) {
  machine.broker.faults().add(rule(produce_key, FailWith{ErrorCode::not_enough_replicas}));
  machine.produce(1, "t");
  EXPECT_NE(machine.answers().find("NOT_ENOUGH_REPLICAS"), std::string::npos);
  EXPECT_EQ(end(), 0);
  machine.produce(1, "t");
  EXPECT_EQ(machine.answers().find("NOT_ENOUGH_REPLICAS"), std::string::npos);
  EXPECT_EQ(end(), 1);
  EXPECT_EQ(machine.broker.faults().rules().at(1).fired, 1);
}

TEST_F(Gate, CutsBeforeARequestTakesEffect) {
  machine.broker.faults().add(rule(produce_key, CutBefore{}));
  machine.produce(1, "t");
  EXPECT_EQ(machine.output(), "1 closed: Produce v9: a fault cut the connection\n");
  EXPECT_EQ(end(), 0);
}

TEST_F(Gate, CutsAfterARequestTookEffect) {
  machine.broker.faults().add(rule(produce_key, CutAfter{}));
  machine.produce(1, "t");
  EXPECT_EQ(machine.output(), "1 closed: a fault cut the connection\n");
  EXPECT_EQ(end(), 1);
}

TEST_F(Gate, LosesAnAnswerAndKeepsTheConnection) {
  machine.broker.faults().add(rule(produce_key, DropResponse{}));
  machine.produce(1, "t");
  machine.send(1, "Metadata", 12, no_topics);
  EXPECT_EQ(machine.output(), "1 <- 2 Metadata\n");
  EXPECT_EQ(end(), 1);
}

TEST_F(Gate, LosesTheAnswerOfARequestThatWaitedAndNoOther) {
  machine.connect(2);
  machine.broker.faults().add(rule(fetch_key, DropResponse{}));
  machine.fetch(1, "t");
  machine.send(1, "Metadata", 12, no_topics);
  machine.produce(2, "t");
  EXPECT_EQ(machine.output(), "2 <- 1 Produce\n1 <- 2 Metadata\n");
}

TEST_F(Gate, DropsNothingAfterARequestThatHasNoAnswer) {
  machine.broker.faults().add(rule(produce_key, DropResponse{}));
  machine.produce(1, "t", "v", 0);
  machine.send(1, "Metadata", 12, no_topics);
  EXPECT_EQ(machine.output(), "1 <- 2 Metadata\n");
}

TEST_F(Gate, CutsAfterARequestThatHasNoAnswer) {
  machine.broker.faults().add(rule(produce_key, CutAfter{}));
  machine.produce(1, "t", "v", 0);
  EXPECT_EQ(machine.output(), "1 closed: a fault cut the connection\n");
  EXPECT_EQ(end(), 1);
}

TEST_F(Gate, CountsOnlyTheRequestsThatMatch) {
  auto second = rule(metadata_key, CutBefore{});
  second.after = 1;
  second.match.client_id = "machine";
  machine.broker.faults().add(second);
  auto of_others = rule(metadata_key, CutBefore{});
  of_others.match.client_id = "somebody else";
  machine.broker.faults().add(of_others);
  machine.produce(1, "t");
  machine.send(1, "Metadata", 12, no_topics);
  machine.send(1, "Metadata", 12, no_topics);
  EXPECT_EQ(
      machine.output(),
      "1 <- 1 Produce\n1 <- 2 Metadata\n1 closed: Metadata v12: a fault cut the connection\n");
}

}  // namespace
}  // namespace dogear::broker
