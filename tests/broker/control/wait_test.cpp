// The wait verbs: answered when it is so, or with what they saw last when time is over.
#include "broker/control/waiting_verbs.hpp"
#include "control_verbs.hpp"
#include "protocol/messages/fetch.hpp"

namespace dogear::broker::control {
namespace {

class WaitVerbs : public ControlVerbs {
 protected:
  void SetUp() override { create(R"({"name":"t", "partitions":2})"); }

  void wait_for(std::string_view verb, std::string_view request) {
    answer = "waits";
    waiting.run(harness.broker, *find_verb("wait", verb), json::parse(request).as_object(),
                [this](const Answer& it) {
                  const auto* problem = std::get_if<Problem>(&it);
                  answer = problem ? problem->field + ": " + problem->detail
                                   : json::serialize(std::get<json::object>(it));
                });
  }
  // What it has answered by now.
  std::string look() {
    waiting.look(harness.broker);
    return answer;
  }
  std::string after(Millis time) {
    harness.broker.wire_to(harness.broker.wire_now() + time);
    return look();
  }

  WaitingVerbs waiting;
  std::string answer;
};

TEST_F(WaitVerbs, WaitForAStableGroupOfSoManyMembers) {
  wait_for("stable", R"({"group":"g", "members":1})");
  EXPECT_EQ(look(), "waits");
  join();
  EXPECT_EQ(look(), R"({"group":"g","generation":1,"members":1})");
  wait_for("stable", R"({"group":"g", "members":2, "timeout":"1s"})");
  EXPECT_EQ(after(Millis{999}), "waits");
  EXPECT_EQ(after(Millis{1}), ": not within 1000 ms: the group is Stable with 1 members");
}

TEST_F(WaitVerbs, WaitForACommitOrALaterOne) {
  wait_for("committed", R"({"group":"g", "topic":"t", "offset":2})");
  set_offsets(R"({"group":"g", "offsets":[{"topic":"t", "partition":0, "offset":1}]})");
  EXPECT_EQ(look(), "waits");
  set_offsets(R"({"group":"g", "offsets":[{"topic":"t", "partition":0, "offset":3}]})");
  EXPECT_EQ(look(), R"({"group":"g","topic":"t","partition":0,"offset":3})");
}

TEST_F(WaitVerbs, WaitUntilAGroupHasCommittedTheEnd) {
  produce(R"({"topic":"t", "records":[{"partition":1}, {"partition":1}]})");
  join();
  wait_for("lag", R"({"group":"g", "timeout":5})");
  EXPECT_EQ(after(Millis{5}), ": not within 5 ms: g has committed no offset of t-1");
  wait_for("lag", R"({"group":"h"})");
  set_offsets(R"({"group":"h", "offsets":[{"topic":"t", "partition":1, "offset":1}]})");
  EXPECT_EQ(look(), "waits");
  set_offsets(R"({"group":"h", "offsets":[{"topic":"t", "partition":1, "offset":2}]})");
  EXPECT_EQ(look(), R"({"group":"h","lag":0,"partitions":1})");
}

TEST_F(WaitVerbs, WaitUntilEveryAssignedPartitionIsAwaited) {
  join();
  wait_for("positioned", R"({"group":"g"})");
  EXPECT_EQ(look(), "waits");
  constexpr ConnectionId fetching = 7;
  harness.broker.connect(
      {.connection = fetching, .client_host = "/127.0.0.1", .reached_host = "localhost"});
  protocol::FetchRequest fetch;
  fetch.max_wait_ms = 500;
  fetch.min_bytes = 1;
  auto& topic = fetch.topics.emplace_back();
  topic.topic = "t";
  topic.partitions.resize(2);
  topic.partitions[1].partition = 1;
  const auto frame =
      Slice::copy_of(protocol::flattened(protocol::encode_request(fetch, 4, 1, "test")));
  harness.broker.receive(fetching, frame.sub(4, frame.size() - 4));
  EXPECT_EQ(look(), R"({"group":"g","partitions":2})");
  wait_for("idle", "{}");
  EXPECT_EQ(look(), R"({"connections":2,"longPolls":1})");
}

TEST_F(WaitVerbs, WaitUntilAFaultHolds) {
  ask("faults", "add", R"({"action":"hold", "api":"Metadata"})");
  wait_for("fault", R"({"fault":1, "holding":1, "timeout":"1s"})");
  EXPECT_EQ(look(), "waits");
  EXPECT_EQ(after(Millis{1000}), ": not within 1000 ms: it has fired 0 times and holds 0 requests");
}

TEST_F(WaitVerbs, AreAnsweredWhenTheBrokerEnds) {
  wait_for("stable", R"({"group":"g"})");
  waiting.end();
  EXPECT_EQ(answer, ": the broker has ended");
}

TEST_F(WaitVerbs, AreForgottenWhenWhoAskedIsGone) {
  const auto ticket = waiting.run(harness.broker, *find_verb("wait", "stable"),
                                  json::parse(R"({"group":"g"})").as_object(),
                                  [](const Answer&) { ADD_FAILURE() << "nobody is there"; });
  EXPECT_TRUE(waiting.next_deadline().has_value());
  waiting.abandon(ticket);
  waiting.end();
  EXPECT_FALSE(waiting.next_deadline().has_value());
}

TEST_F(WaitVerbs, RefuseWhatDoesNotFit) {
  wait_for("stable", "{}");
  EXPECT_EQ(answer, "group: is missing");
  wait_for("idle", R"({"timeout":"2h"})");
  EXPECT_EQ(answer, "timeout: expected one hour at most");
}

}  // namespace
}  // namespace dogear::broker::control
