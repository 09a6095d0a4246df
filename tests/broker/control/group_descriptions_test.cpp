// What the verbs that only look tell of groups.
#include "control_verbs.hpp"

namespace dogear::broker::control {
namespace {

using GroupDescriptions = ControlVerbs;

TEST_F(GroupDescriptions, ListGroupsById) {
  EXPECT_EQ(ask("groups", "list", "{}"), R"({"groups":[]})");
  create(R"({"name":"t"})");
  set_offsets(R"({"group":"a", "offsets":[{"topic":"t", "partition":0, "offset":0}]})");
  const auto member = join();
  EXPECT_EQ(ask("groups", "list", "{}"),
            R"({"groups":[{"group":"a","type":"classic","state":"Empty","protocolType":null,)"
            R"("protocol":null,"generation":0,"leader":null,"members":0},)"
            R"({"group":"g","type":"classic","state":"Stable","protocolType":"consumer",)"
            R"("protocol":"range","generation":1,"leader":")" +
                member + R"(","members":1}]})");
}

TEST_F(GroupDescriptions, TellMembersAndWhatTheyAreAssigned) {
  create(R"({"name":"t", "partitions":2})");
  const auto member = join();
  EXPECT_EQ(told("groups", "describe", R"({"group":"g"})", "/members"),
            R"([{"member":")" + member +
                R"(","instance":null,"clientId":"test","host":"/127.0.0.1",)"
                R"("protocols":["range"],"subscription":["t"],)"
                R"("assignment":[{"topic":"t","partitions":[0,1]}],"sessionTimeoutMs":10000,)"
                R"("rebalanceTimeoutMs":20000,"sessionUntil":"1970-01-01T00:16:50.000Z",)"
                R"("waitsFor":null}])");
  EXPECT_EQ(told("groups", "describe", R"({"group":"g"})", "/coordinator"), "1");
  EXPECT_EQ(told("groups", "describe", R"({"group":"g"})", "/offsets/1/partition"), "1");
  EXPECT_EQ(told("groups", "describe", R"({"group":"g"})", "/offsets/1/offset"), "null");
}

TEST_F(GroupDescriptions, TellWhoHasNotComeBack) {
  harness.ask_json("FindCoordinator", 4, R"({"coordinatorKeys":["g"]})");
  const auto joined = harness.ask_json(
      "JoinGroup", 4, R"({"groupId":"g", "sessionTimeoutMs":10000, "rebalanceTimeoutMs":20000,
          "protocolType":"consumer", "protocols":[{"name":"range", "metadata":""}]})");
  EXPECT_EQ(told("groups", "describe", R"({"group":"g"})", "/pendingMembers"),
            R"([{"member":)" + json::serialize(joined.at("memberId")) +
                R"(,"sessionUntil":"1970-01-01T00:16:50.000Z"}])");
}

TEST_F(GroupDescriptions, AreRefusedForAGroupThatNobodyKnows) {
  EXPECT_EQ(ask("groups", "describe", R"({"group":"g"})"),
            "404 GROUP_ID_NOT_FOUND: group: Group g not found.");
}

}  // namespace
}  // namespace dogear::broker::control
