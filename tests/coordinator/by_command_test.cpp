// What no client can ask for: members that expire and rounds that begin by command.
#include "tests/coordinator/harness.hpp"

namespace dogear::coordinator {
namespace {

class ByCommand : public Harness {
 protected:
  ErrorCode expire(const std::string& member) {
    return groups->expire_member("g", id_of(member), turn());
  }
};

TEST_F(ByCommand, AMemberExpiresAsByItsSession) {
  make_stable("g");
  EXPECT_EQ(expire("m1"), ErrorCode::none);
  EXPECT_EQ(heartbeat("g", "m1", 1), "UNKNOWN_MEMBER_ID");
  const auto by_command = dump("g");

  make_stable("h");
  advance(Millis{10'000});
  EXPECT_EQ(dump("h"), by_command);
}

TEST_F(ByCommand, WhoWaitsIsToldThatItIsNoMember) {
  make_stable("g");
  join_twice("g", {.client = "b"});
  answers();
  EXPECT_EQ(expire("m2"), ErrorCode::none);
  EXPECT_NE(answers().find("UNKNOWN_MEMBER_ID"), std::string::npos);
  join_twice("g", {.client = "c"});
  join("g", {.member = "m1"});
  answers();
  sync("g", "m3", 2);
  EXPECT_EQ(expire("m3"), ErrorCode::none);
  EXPECT_NE(answers().find("UNKNOWN_MEMBER_ID"), std::string::npos);
}

TEST_F(ByCommand, APendingMemberExpires) {
  make_stable("g");
  join("g", {.client = "b"});
  EXPECT_NE(dump("g").find("m2 pending"), std::string::npos);
  EXPECT_EQ(expire("m2"), ErrorCode::none);
  EXPECT_EQ(dump("g").find("m2"), std::string::npos);
}

TEST_F(ByCommand, NobodyExpiresWhoIsNotThere) {
  EXPECT_EQ(groups->expire_member("g", "m", turn()), ErrorCode::group_id_not_found);
  make_stable("g");
  EXPECT_EQ(groups->expire_member("g", "m", turn()), ErrorCode::unknown_member_id);
  EXPECT_EQ(heartbeat("g", "m1", 1), "NONE");
}

TEST_F(ByCommand, ARoundEndsWhenItsTimeIsUp) {
  make_stable("g", {.rebalance_ms = 3'000});
  EXPECT_EQ(groups->rebalance("g", turn()), ErrorCode::none);
  advance(Millis{3'000});
  EXPECT_EQ(heartbeat("g", "m1", 1), "UNKNOWN_MEMBER_ID");
}

TEST_F(ByCommand, ARoundBeginsAndMembersLearnOfItByHeartbeat) {
  make_stable("g");
  EXPECT_EQ(groups->rebalance("g", turn()), ErrorCode::none);
  EXPECT_EQ(heartbeat("g", "m1", 1), "REBALANCE_IN_PROGRESS");
  const auto before = dump("g");
  EXPECT_EQ(groups->rebalance("g", turn()), ErrorCode::none);  // it goes on
  EXPECT_EQ(dump("g"), before);
  join("g", {.member = "m1"});
  EXPECT_EQ(dump("g").substr(0, 32), "CompletingRebalance generation=2");
  EXPECT_EQ(groups->rebalance("none", turn()), ErrorCode::group_id_not_found);
}

TEST_F(ByCommand, AnEmptyGroupHasNoRound) {
  commit("g", "", -1, 5);
  EXPECT_EQ(groups->rebalance("g", turn()), ErrorCode::none);
  EXPECT_EQ(dump("g").substr(0, 5), "Empty");
}

}  // namespace
}  // namespace dogear::coordinator
