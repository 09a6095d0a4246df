// The verbs that remove what groups have, and that act on members, asked as users ask.
#include "control_verbs.hpp"

namespace dogear::broker::control {
namespace {

class GroupMembers : public ControlVerbs {
 protected:
  json::value heartbeat(const std::string& member) {
    const auto answer = harness.ask_json(
        "Heartbeat", 3,
        fmt::format(R"({{"groupId":"g", "generationId":1, "memberId":"{}"}})", member));
    return answer.at("errorCode");
  }
  std::string expire(const std::string& group, const std::string& member) {
    return ask("groups", "expire-member",
               fmt::format(R"({{"group":"{}", "member":"{}"}})", group, member));
  }
};

TEST_F(GroupMembers, ExpireNow) {
  const auto member = join();
  EXPECT_EQ(expire("g", "other").substr(0, 29), "404 UNKNOWN_MEMBER_ID: member");
  EXPECT_EQ(expire("g", member), R"({"group":"g","state":"Empty","generation":2})");
  EXPECT_EQ(heartbeat(member), "UNKNOWN_MEMBER_ID");
  EXPECT_EQ(expire("h", "m").substr(0, 29), "404 GROUP_ID_NOT_FOUND: group");
  EXPECT_EQ(ask("groups", "expire-member", R"({"group":"g"})"),
            "400 Bad Request: member: is missing");
}

TEST_F(GroupMembers, RebalanceByCommand) {
  const auto member = join();
  EXPECT_EQ(ask("groups", "rebalance", R"({"group":"g"})"),
            R"({"group":"g","state":"PreparingRebalance","generation":1})");
  EXPECT_EQ(heartbeat(member), "REBALANCE_IN_PROGRESS");
  expire("g", member);
  EXPECT_EQ(ask("groups", "rebalance", R"({"group":"g"})"),
            "409 Conflict: group: the group has no members");
  EXPECT_EQ(ask("groups", "rebalance", R"({"group":"h"})").substr(0, 29),
            "404 GROUP_ID_NOT_FOUND: group");
}

TEST_F(GroupMembers, KeepTheirOffsetsAndTheirGroup) {
  create(R"({"name":"t"})");
  set_offsets(R"({"group":"g", "offsets":[{"topic":"t", "partition":0, "offset":1}]})");
  join();
  EXPECT_EQ(ask("groups", "delete-offsets", R"({"group":"g", "topic":"t"})").substr(0, 36),
            "409 GROUP_SUBSCRIBED_TO_TOPIC: topic");
  EXPECT_EQ(ask("groups", "delete", R"({"group":"g"})").substr(0, 26),
            "409 NON_EMPTY_GROUP: group");
}

TEST_F(ControlVerbs, OffsetsAreDeletedAsAnAdminDeletesThem) {
  create(R"({"name":"t", "partitions":2})");
  create(R"({"name":"u"})");
  set_offsets(R"({"group":"g", "offsets":[{"topic":"t", "partition":0, "offset":1},
      {"topic":"t", "partition":1, "offset":1}, {"topic":"u", "partition":0, "offset":1}]})");
  const auto one = R"({"group":"g", "topic":"t", "partition":1})";
  EXPECT_EQ(ask("groups", "delete-offsets", one), R"({"group":"g","deleted":1})");
  EXPECT_EQ(ask("groups", "delete-offsets", one), R"({"group":"g","deleted":0})");
  EXPECT_EQ(ask("groups", "delete-offsets", R"({"group":"g", "topic":"t"})"),
            R"({"group":"g","deleted":1})");
  EXPECT_EQ(told("groups", "committed", R"({"group":"g"})", "/offsets/0/topic"), R"("u")");
  EXPECT_EQ(ask("groups", "delete-offsets", R"({"group":"h", "topic":"t"})").substr(0, 29),
            "404 GROUP_ID_NOT_FOUND: group");
}

TEST_F(ControlVerbs, GroupsAreDeletedAsAnAdminDeletesThem) {
  create(R"({"name":"t"})");
  set_offsets(R"({"group":"g", "offsets":[{"topic":"t", "partition":0, "offset":1}]})");
  EXPECT_EQ(ask("groups", "delete", R"({"group":"g"})"), R"({"group":"g"})");
  EXPECT_EQ(ask("groups", "list", "{}"), R"({"groups":[]})");
  EXPECT_EQ(ask("groups", "delete", R"({"group":"g"})").substr(0, 29),
            "404 GROUP_ID_NOT_FOUND: group");
}

}  // namespace
}  // namespace dogear::broker::control
