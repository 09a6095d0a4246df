// The faults verbs, and what the rules do that they add.
#include <boost/json.hpp>

#include "../machine.hpp"
#include "broker/control/verb.hpp"

namespace dogear::broker::control {
namespace {

namespace json = boost::json;

class FaultVerbs : public testing::Test {
 protected:
  void SetUp() override {
    machine.create_topic("t");
    machine.create_topic("u");
    machine.connect(1);
    machine.connect(2);
  }
  // What the member `pointer` of the answer says, or why it is refused.
  std::string ask(std::string_view verb, std::string_view request, std::string_view pointer) {
    const auto answer =
        find_verb("faults", verb)->run(machine.broker, json::parse(request).as_object());
    if (const auto* problem = std::get_if<Problem>(&answer))
      return problem->field + ": " + problem->detail;
    boost::system::error_code error;
    const json::value whole(std::get<json::object>(answer));
    const auto* found = whole.find_pointer(pointer, error);
    return found ? json::serialize(*found) : "nothing";
  }
  std::string add(std::string_view request) { return ask("add", request, "/fault"); }
  Offset end(std::string_view topic) const {
    return machine.broker.cluster().topics.find(topic)->partition(0)->log->log_end_offset();
  }
  void produce_to_both(ConnectionId id) {
    machine.send(id, "Produce", 9,
                 fmt::format(R"({{"acks":-1,"topicData":[
                     {{"name":"t","partitionData":[{{"index":0,"records":"{0}"}}]}},
                     {{"name":"u","partitionData":[{{"index":0,"records":"{0}"}}]}}]}})",
                             batch_in_base64("v")));
  }

  Machine machine;
};

TEST_F(FaultVerbs, HoldARequestUntilItIsReleased) {
  EXPECT_EQ(add(R"({"api":"Produce","topic":"t","action":"hold"})"), "1");
  machine.produce(1, "t");
  machine.send(1, "Metadata", 12, R"({"topics":[]})");
  EXPECT_EQ(machine.output(), "");
  EXPECT_EQ(end("t"), 0);
  EXPECT_EQ(ask("list", "{}", "/faults/0/holding"),
            R"([{"api":"Produce","client":"machine","group":null,"member":""}])");
  EXPECT_EQ(ask("release", R"({"fault":1})", "/released"), "1");
  EXPECT_EQ(machine.output(), "1 <- 1 Produce\n1 <- 2 Metadata\n");
  EXPECT_EQ(end("t"), 1);
}

TEST_F(FaultVerbs, HoldAnAnswerWhoseRequestTookEffect) {
  add(R"({"api":"Produce","action":"hold","when":"after"})");
  machine.produce(1, "t");
  EXPECT_EQ(machine.output(), "");
  EXPECT_EQ(end("t"), 1);
  EXPECT_EQ(ask("remove", R"({"fault":1})", "/released"), "1");
  EXPECT_EQ(machine.output(), "1 <- 1 Produce\n");
}

TEST_F(FaultVerbs, HoldTheLateAnswerOfALongPoll) {
  add(R"({"api":"Fetch","action":"hold","when":"after"})");
  machine.fetch(1, "t");
  machine.produce(2, "t");
  EXPECT_EQ(machine.output(), "2 <- 1 Produce\n");
  ask("release", R"({"fault":1})", "/released");
  EXPECT_EQ(machine.output(), "1 <- 1 Fetch\n");
}

TEST_F(FaultVerbs, HoldNoAnswerThatComesAfterTheRuleWasRemoved) {
  add(R"({"api":"Fetch","action":"hold","when":"after"})");
  machine.fetch(1, "t");
  EXPECT_EQ(ask("remove", R"({"fault":1})", "/released"), "0");
  machine.produce(2, "t");
  EXPECT_EQ(machine.output(), "2 <- 1 Produce\n1 <- 1 Fetch\n");
}

TEST_F(FaultVerbs, ForgetAHeldRequestWhoseConnectionIsGone) {
  add(R"({"api":"Produce","action":"hold"})");
  machine.produce(1, "t");
  machine.broker.disconnect(1);
  EXPECT_EQ(ask("release", R"({"fault":1})", "/released"), "0");
  EXPECT_EQ(end("t"), 0);
}

TEST_F(FaultVerbs, DelayByWireTime) {
  add(R"({"api":"Produce","action":"delay","by":"250ms"})");
  machine.produce(1, "t");
  machine.broker.wire_to(WireTime{} + Millis{249});
  EXPECT_EQ(end("t"), 0);
  machine.broker.wire_to(WireTime{} + Millis{250});
  EXPECT_EQ(end("t"), 1);
  EXPECT_EQ(machine.output(), "1 <- 1 Produce\n");
}

TEST_F(FaultVerbs, GoOnBehindAHeldRequestThatHasNoAnswer) {
  add(R"({"api":"Produce","action":"hold"})");
  machine.produce(1, "t", "v", 0);
  machine.send(1, "Metadata", 12, R"({"topics":[]})");
  ask("release", R"({"fault":1})", "/released");
  EXPECT_EQ(machine.output(), "1 <- 2 Metadata\n");
  EXPECT_EQ(end("t"), 1);
}

TEST_F(FaultVerbs, FailOnlyThePartitionsThatTheyName) {
  add(R"({"api":"Produce","topic":"u","action":"error","error":"NOT_LEADER_OR_FOLLOWER"})");
  produce_to_both(1);
  const auto answer = json::parse(machine.answers());
  const auto& topics = answer.at("responses").as_array();
  ASSERT_EQ(topics.size(), 2U);
  const auto error_of = [&](std::size_t i) {
    return json::value_to<std::string>(topics[i].at("name")) + " " +
           json::value_to<std::string>(topics[i].at("partitionResponses").at(0).at("errorCode"));
  };
  EXPECT_EQ(error_of(0), "t NONE");
  EXPECT_EQ(error_of(1), "u NOT_LEADER_OR_FOLLOWER");
  EXPECT_EQ(end("t"), 1);
  EXPECT_EQ(end("u"), 0);
}

TEST_F(FaultVerbs, FailARowOfAFetchAtOnceAlthoughItWouldWait) {
  add(R"({"api":"Fetch","topic":"t","partition":0,"action":"error","error":"KAFKA_STORAGE_ERROR"})");
  machine.fetch(1, "t");
  const auto answer = json::parse(machine.answers());
  const auto& row = answer.at("responses").at(0).at("partitions").at(0);
  EXPECT_EQ(row.at("errorCode"), "KAFKA_STORAGE_ERROR");
  EXPECT_EQ(answer.at("errorCode"), "NONE");
}

TEST_F(FaultVerbs, MatchGroupsAndTheNthOfThem) {
  add(R"({"api":"OffsetCommit","group":"g","nth":2,"action":"disconnect"})");
  const auto commit = [&](const char* group) {
    machine.send(1, "OffsetCommit", 8, fmt::format(R"({{"groupId":"{}","topics":[]}})", group));
  };
  commit("other");
  commit("g");
  machine.output();
  commit("other");
  commit("g");
  EXPECT_EQ(machine.output(),
            "1 <- 3 OffsetCommit\n1 closed: OffsetCommit v8: a fault cut the connection\n");
}

TEST_F(FaultVerbs, FireAsOftenAsTheySay) {
  add(R"({"api":"Produce","action":"error","error":"NOT_ENOUGH_REPLICAS","times":"forever"})");
  for (int i = 0; i < 3; ++i) machine.produce(1, "t");
  EXPECT_EQ(end("t"), 0);
  EXPECT_EQ(ask("list", "{}", "/faults/0/fired"), "3");
  EXPECT_EQ(ask("remove", R"({"fault":1})", "/fired"), "3");
  machine.produce(1, "t");
  EXPECT_EQ(end("t"), 1);
}

TEST_F(FaultVerbs, NameTheMemberThatDoesNotFit) {
  EXPECT_EQ(add(R"({"api":"OfsetCommit","action":"hold"})"),
            "api: no API of this name is served; did you mean OffsetCommit?");
  EXPECT_EQ(add("{}"), "action: is missing");
  EXPECT_EQ(add(R"({"action":"error"})"), "error: is missing");
  EXPECT_EQ(add(R"({"action":"error","error":"NONE"})"),
            "error: expected one of Kafka's errors, like NOT_COORDINATOR");
  EXPECT_EQ(add(R"({"action":"delay"})"), "by: is missing");
  EXPECT_EQ(add(R"({"action":"delay","by":0})"), "by: expected more than 0");
  EXPECT_EQ(add(R"({"action":"delay","by":9223372036854775807})"),
            "by: expected 10,000 years at most");
  EXPECT_EQ(add(R"({"action":"hold","times":0})"),
            "times: expected a number from 1 to 9223372036854775807");
  EXPECT_EQ(ask("release", R"({"fault":7})", ""), "fault: there is no such fault");
}

}  // namespace
}  // namespace dogear::broker::control
