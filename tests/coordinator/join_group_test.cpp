// JoinGroup: who gets in, static members.
#include "tests/coordinator/harness.hpp"

namespace dogear::coordinator {
namespace {

class JoinGroup : public Harness {};

TEST_F(JoinGroup, RefusesAnEmptyGroupIdAndSessionsOutOfRange) {
  EXPECT_EQ(join("", {.member = "x"}), "INVALID_GROUP_ID x");
  EXPECT_EQ(join("g", {.member = "x", .session_ms = 5'999}), "INVALID_SESSION_TIMEOUT x");
  EXPECT_EQ(join("g", {.member = "x", .session_ms = 1'800'001}), "INVALID_SESSION_TIMEOUT x");
  EXPECT_EQ(dump("g"), "none");
}

TEST_F(JoinGroup, ATextTooLongForTheLogIsRefusedAndNothingIsWritten) {
  const auto answer = join(std::string(32'768, 'g'), {.version = 3});
  EXPECT_EQ(answer.substr(0, answer.find(' ')), "UNKNOWN_SERVER_ERROR");
  EXPECT_TRUE(log.written.empty());
}

TEST_F(JoinGroup, AMemberIdInAnUnknownGroupIsUnknown) {
  EXPECT_EQ(join("g", {.member = "x"}), "UNKNOWN_MEMBER_ID x");
  EXPECT_EQ(dump("g"), "none");
}

TEST_F(JoinGroup, ANewDynamicMemberIsToldItsIdFirst) {
  EXPECT_EQ(join("g", {}), "MEMBER_ID_REQUIRED m1");
  EXPECT_EQ(id_of("m1").substr(0, 4), "app-");
  EXPECT_EQ(id_of("m1").size(), 4 + 36u);
  EXPECT_EQ(dump("g"), "Empty generation=0\n  m1 pending\n");
  EXPECT_EQ(records_since(0), "group g generation=0 type='' protocol=null leader=null\n");
}

TEST_F(JoinGroup, BeforeVersionFourANewMemberIsAddedAtOnce) {
  EXPECT_EQ(join("g", {.version = 3}), "parked");
  EXPECT_EQ(answers(), "join: m1 generation=1 consumer/range leader=m1 m1\n");
}

TEST_F(JoinGroup, VersionZeroTakesTheSessionTimeoutForTheRebalanceTimeout) {
  join("g", {.version = 0, .session_ms = 7'000, .rebalance_ms = -1});
  answers();
  EXPECT_EQ(groups->find("g")->classic().rebalance_timeout(), Millis{7'000});
}

TEST_F(JoinGroup, ARecordWithoutARebalanceTimeoutTakesTheSessionTimeoutForIt) {
  const auto timeout_of = [](std::int32_t recorded) {
    GroupMetadataValue value{.protocol_type = "consumer", .protocol = "range"};
    auto& member = value.members.emplace_back();
    member.member_id = "m";
    member.session_timeout = 7'000;
    member.rebalance_timeout = recorded;
    return ClassicGroup(value).rebalance_timeout();
  };
  EXPECT_EQ(timeout_of(-1), Millis{7'000});
  EXPECT_EQ(timeout_of(0), Millis{0});
  EXPECT_EQ(timeout_of(9'000), Millis{9'000});
}

TEST_F(JoinGroup, AMemberThatJoinsAgainBringsItsSessionTimeout) {
  make_stable("g", {.session_ms = 10'000});
  join("g", {.member = "m1", .session_ms = 20'000});
  answers();
  sync("g", "m1", 2, {{"m1", "all"}});
  EXPECT_EQ(advance(Millis{19'999}), "");
  EXPECT_EQ(advance(Millis{1}), "+20000 g: expired m1\n");
}

TEST_F(JoinGroup, TheIdBringsTheMemberIn) {
  join("g", {});
  EXPECT_EQ(join("g", {.member = "m1"}), "parked");
  EXPECT_EQ(answers(), "join: m1 generation=1 consumer/range leader=m1 m1\n");
  EXPECT_EQ(dump("g"),
            "CompletingRebalance generation=1 consumer/range\n  m1 range leader to-sync\n");
}

TEST_F(JoinGroup, NoIdIsGivenTwiceAndOtherClientsKeepTheirs) {
  join("g", {.client = "a"});
  join("g", {.client = "a"});
  const auto second_of_a = id_of("m2");
  EXPECT_NE(id_of("m1"), second_of_a);
  join("g", {.client = "b"});
  const auto first_of_b = id_of("m3");

  groups = std::make_unique<Groups>(quick(), Seed{7}, broker_time(start_ms));
  log.written.clear();
  join("g", {.client = "b"});
  EXPECT_EQ(id_of("m3"), first_of_b);
  EXPECT_EQ(named(first_of_b), "m3");
}

TEST_F(JoinGroup, ProtocolsMustFitTheGroup) {
  EXPECT_EQ(join("g", {.type = ""}), "INCONSISTENT_GROUP_PROTOCOL ");
  EXPECT_EQ(join("g", {.protocols = {}}), "INCONSISTENT_GROUP_PROTOCOL ");
  make_stable("g");
  EXPECT_EQ(join("g", {.type = "connect"}), "INCONSISTENT_GROUP_PROTOCOL ");
  EXPECT_EQ(join("g", {.protocols = {"sticky"}}), "INCONSISTENT_GROUP_PROTOCOL ");
  EXPECT_EQ(join("g", {.member = "m1", .protocols = {"sticky"}}), "INCONSISTENT_GROUP_PROTOCOL m1");
}

TEST_F(JoinGroup, APendingMemberCannotBeStatic) {
  join("g", {});
  EXPECT_EQ(join("g", {.member = "m1", .instance = "i"}), "UNKNOWN_SERVER_ERROR ");
}

TEST_F(JoinGroup, UnknownAndFencedMembersAreRefused) {
  make_stable("g", {.instance = "i"});
  EXPECT_EQ(join("g", {.member = "other"}), "UNKNOWN_MEMBER_ID other");
  EXPECT_EQ(join("g", {.member = "m1", .instance = "j"}), "UNKNOWN_MEMBER_ID m1");
  EXPECT_EQ(join("g", {.member = "other", .instance = "i"}), "FENCED_INSTANCE_ID other");
}

TEST_F(JoinGroup, OfAnEmptiedGroupNobodyIsAMember) {
  make_stable("g");
  leave("g", "m1");
  EXPECT_EQ(join("g", {.member = "m1"}), "UNKNOWN_MEMBER_ID m1");
}

TEST_F(JoinGroup, AFollowerThatChangedNothingIsToldTheGeneration) {
  make_stable("g");
  join_twice("g", {});
  EXPECT_EQ(join("g", {.member = "m1"}), "m1 generation=2 consumer/range leader=m1 m1 m2");
  EXPECT_EQ(answers(), "join: m2 generation=2 consumer/range leader=m1\n");
  EXPECT_EQ(join("g", {.member = "m2"}), "m2 generation=2 consumer/range leader=m1");
  EXPECT_EQ(join("g", {.member = "m1"}), "m1 generation=2 consumer/range leader=m1 m1 m2");
  sync("g", "m1", 2);
  EXPECT_EQ(join("g", {.member = "m2"}), "m2 generation=2 consumer/range leader=m1");
}

TEST_F(JoinGroup, ChangedMetadataMeansARebalance) {
  make_stable("g");
  join_twice("g", {});
  join("g", {.member = "m1"});
  sync("g", "m2", 2);
  answers();
  EXPECT_EQ(join("g", {.member = "m2", .topics = {"others"}}), "parked");
  EXPECT_EQ(answers(), "sync m2: REBALANCE_IN_PROGRESS\n");
  EXPECT_EQ(heartbeat("g", "m1", 2), "REBALANCE_IN_PROGRESS");
}

TEST_F(JoinGroup, ALeaderThatJoinsAgainWantsARebalance) {
  make_stable("g");
  EXPECT_EQ(join("g", {.member = "m1"}), "m1 generation=2 consumer/range leader=m1 m1");
}

TEST_F(JoinGroup, ASecondJoinOfAMemberDisplacesTheFirst) {
  make_stable("g");
  join_twice("g", {});
  EXPECT_EQ(join("g", {.member = "m2"}), "parked");
  EXPECT_EQ(answers(), "");
  EXPECT_EQ(join("g", {.member = "m1"}), "m1 generation=2 consumer/range leader=m1 m1 m2");
  EXPECT_EQ(answers(), "join: m2 generation=2 consumer/range leader=m1\n");
}

TEST_F(JoinGroup, AFullGroupKeepsItsMembersAndLetsNobodyIn) {
  auto config = quick();
  config.group_max_size = 1;
  configure(config);
  make_stable("g");
  EXPECT_EQ(join("g", {}), "GROUP_MAX_SIZE_REACHED ");
  EXPECT_EQ(join("g", {.member = "m1"}), "m1 generation=2 consumer/range leader=m1 m1");
}

TEST_F(JoinGroup, WhileARoundIsJoinedThoseCountWhoWaitInIt) {
  auto config = quick();
  config.group_max_size = 2;
  configure(config);
  make_stable("g");
  join_twice("g", {});
  join_twice("g", {});  // takes the place of m1, which has not joined again
  EXPECT_EQ(join("g", {.member = "m1"}), "GROUP_MAX_SIZE_REACHED ");
  // m1 was removed; the round goes on at the next occasion.
  EXPECT_EQ(heartbeat("g", "m1", 1), "UNKNOWN_MEMBER_ID");
  advance(Millis{60'000});
  const auto told = answers();
  EXPECT_NE(told.find("join: m2 generation=2"), told.npos) << told;
  EXPECT_NE(told.find("join: m3 generation=2"), told.npos) << told;
}

TEST_F(JoinGroup, WhatTheLogRefusesHasNotHappened) {
  log.refuse_with = ErrorCode::not_leader_or_follower;
  EXPECT_EQ(join("g", {}), "MEMBER_ID_REQUIRED m1");  // it does not wait for the record
  EXPECT_EQ(dump("g"), "none");
  EXPECT_EQ(join("g", {.version = 3}), "NOT_COORDINATOR ");
  EXPECT_EQ(dump("g"), "none");
  EXPECT_EQ(groups->next_deadline(), std::nullopt);
}

TEST_F(JoinGroup, AProtocolNamedTwiceCountsOnce) {
  make_stable("g", {.protocols = {"range", "range"}});
  EXPECT_EQ(dump("g"),
            "Stable generation=1 consumer/range\n  m1 range range assigned='all' leader\n");
}

class StaticMembers : public Harness {
 protected:
  // m1 (instance a) leads m2 (instance b) in generation 2.
  void make_pair(const JoinOptions& options = {}) {
    auto a = options, b = options;
    a.instance = "a";
    b.instance = "b";
    join("g", a);
    answers();
    join("g", b);
    a.member = "m1";
    join("g", a);
    answers();
    sync("g", "m1", 2, {{"m1", "A"}, {"m2", "B"}});
    sync("g", "m2", 2);
    answers();
  }
};

TEST_F(StaticMembers, AreAddedAtOnceUnderAnIdOfTheirInstance) {
  EXPECT_EQ(join("g", {.instance = "a"}), "parked");
  EXPECT_EQ(answers(), "join: m1 generation=1 consumer/range leader=m1 m1(a)\n");
  EXPECT_EQ(id_of("m1").substr(0, 2), "a-");
}

TEST_F(StaticMembers, ComeBackToAStableGroupWithoutARebalance) {
  make_pair();
  const auto before = log.written.size();
  EXPECT_EQ(join("g", {.instance = "b"}), "m3 generation=2 consumer/range leader=m1");
  EXPECT_EQ(records_since(before),
            "group g generation=2 type='consumer' protocol=range leader=m1 m1='A' m3='B'\n");
  EXPECT_EQ(heartbeat("g", "m2", 2), "UNKNOWN_MEMBER_ID");
  EXPECT_EQ(heartbeat("g", "m2", 2, "b"), "FENCED_INSTANCE_ID");
  EXPECT_EQ(heartbeat("g", "m3", 2, "b"), "NONE");
  EXPECT_EQ(sync("g", "m3", 2), "consumer/range 'B'");
}

TEST_F(StaticMembers, ALeaderThatComesBackSkipsTheAssignment) {
  make_pair();
  EXPECT_EQ(join("g", {.instance = "a"}),
            "m3 generation=2 consumer/range leader=m3 skip m2(b) m3(a)");
}

TEST_F(StaticMembers, BeforeVersionNineAReturningLeaderFollows) {
  make_pair();
  EXPECT_EQ(join("g", {.instance = "a", .version = 8}), "m3 generation=2 consumer/range leader=m1");
  EXPECT_EQ(groups->find("g")->classic().leader(), id_of("m3"));
}

TEST_F(StaticMembers, ThatChangeTheGroupsProtocolCauseARebalance) {
  make_pair({.protocols = {"range", "sticky"}});
  EXPECT_EQ(join("g", {.instance = "b", .protocols = {"sticky"}}), "parked");
  EXPECT_EQ(heartbeat("g", "m1", 2), "REBALANCE_IN_PROGRESS");
}

TEST_F(StaticMembers, ThatComeBackWhileAssignmentsAreAwaitedCauseARebalance) {
  make_pair();
  join("g", {.member = "m1", .instance = "a", .topics = {"others"}});
  join("g", {.member = "m2", .instance = "b"});
  sync("g", "m2", 3);
  answers();
  EXPECT_EQ(join("g", {.instance = "b"}), "parked");
  EXPECT_EQ(answers(), "sync m2: FENCED_INSTANCE_ID\n");
  EXPECT_EQ(heartbeat("g", "m1", 3), "REBALANCE_IN_PROGRESS");
}

TEST_F(StaticMembers, ThatComeBackDuringARoundFenceTheirFormerSelf) {
  make_pair();
  join("g", {.member = "m2", .instance = "b", .topics = {"others"}});
  EXPECT_EQ(join("g", {.instance = "b"}), "parked");
  EXPECT_EQ(answers(), "join: FENCED_INSTANCE_ID m2\n");
  EXPECT_EQ(join("g", {.member = "m1", .instance = "a"}),
            "m1 generation=3 consumer/range leader=m1 m1(a) m3(b)");
  EXPECT_EQ(answers(), "join: m3 generation=3 consumer/range leader=m1\n");
}

TEST_F(StaticMembers, KeepTheirOldIdIfTheNewOneCannotBeRecorded) {
  make_pair();
  const auto before = dump("g");
  log.refuse_with = ErrorCode::not_enough_replicas;
  EXPECT_EQ(join("g", {.instance = "a", .protocols = {"range", "sticky"}}),
            "COORDINATOR_NOT_AVAILABLE leader=m1");
  EXPECT_EQ(dump("g"), before);
  EXPECT_EQ(heartbeat("g", "m1", 2, "a"), "NONE");
}

TEST_F(StaticMembers, KeepTheirTimeoutsIfTheNewIdCannotBeRecorded) {
  const auto come_back_in_vain = [&] {
    log.refuse_with = ErrorCode::not_enough_replicas;
    join("g", {.instance = "a", .session_ms = 300'000, .rebalance_ms = 300'000});
    log.refuse_with = ErrorCode::none;
  };
  make_pair({.session_ms = 30'000, .rebalance_ms = 20'000});
  come_back_in_vain();
  leave("g", "m2");
  EXPECT_EQ(advance(Millis{19'999}), "");
  EXPECT_EQ(advance(Millis{1}), "+20000 g: join phase ended\n");
  EXPECT_EQ(advance(Millis{9'999}), "");  // it does not wait: its session ends, too
  EXPECT_EQ(advance(Millis{1}), "+30000 g: expired m1\n");
}

TEST_F(StaticMembers, StayWhenARoundEndsWithoutThem) {
  make_pair();
  join("g", {.member = "m1", .instance = "a"});
  heartbeat("g", "m2", 2);
  for (int i = 0; i < 7; ++i) {
    advance(Millis{9'000});
    heartbeat("g", "m2", 2);
  }
  EXPECT_EQ(answers(), "join: m1 generation=3 consumer/range leader=m1 m1(a) m2(b)\n");
}

TEST_F(StaticMembers, WaitForEachOtherIfNobodyCame) {
  make_pair();
  // m2 leaves and nobody joins: m1 is the leader but did not come in time.
  leave("g", "", "b");
  for (int i = 0; i < 7; ++i) {
    advance(Millis{9'000});
    EXPECT_EQ(heartbeat("g", "m1", 2), "REBALANCE_IN_PROGRESS");
  }
  EXPECT_EQ(dump("g").substr(0, 34), "PreparingRebalance generation=2 co");
}

TEST_F(StaticMembers, WithoutARebalanceTimeoutAreWaitedForUntilTheirSessionExpires) {
  join("g", {.version = 3});
  answers();
  join("g", {.instance = "a", .rebalance_ms = 0});
  join("g", {.member = "m1", .version = 3});
  answers();
  sync("g", "m1", 2, {{"m1", "A"}, {"m2", "B"}});
  sync("g", "m2", 2);
  answers();
  leave("g", "m1");
  advance(Millis{5});
  EXPECT_EQ(dump("g").substr(0, 19), "PreparingRebalance ");
  advance(Millis{10'000});
  EXPECT_EQ(dump("g").substr(0, 6), "Empty ");
}

}  // namespace
}  // namespace dogear::coordinator
