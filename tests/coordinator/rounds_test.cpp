// How rounds begin and end.
#include <algorithm>

#include "tests/coordinator/harness.hpp"

namespace dogear::coordinator {
namespace {

class Rounds : public Harness {
 protected:
  void configure_delay(std::int64_t ms) {
    auto config = quick();
    config.group_initial_rebalance_delay = Millis{ms};
    configure(config);
  }
};

TEST_F(Rounds, TheFirstOneWaitsTheInitialDelay) {
  configure_delay(3'000);
  join_twice("g", {});
  EXPECT_EQ(advance(Millis{2'999}), "");
  EXPECT_EQ(answers(), "");
  EXPECT_EQ(advance(Millis{1}), "+3000 g: join phase ended\n");
  EXPECT_EQ(answers(), "join: m1 generation=1 consumer/range leader=m1 m1\n");
}

TEST_F(Rounds, ShowWhoIsNewAndWhoWaits) {
  configure_delay(3'000);
  join_twice("g", {});
  EXPECT_EQ(dump("g"), "PreparingRebalance generation=0 consumer\n  m1 range leader new joining\n");
  advance(Millis{3'000});
  answers();
  EXPECT_EQ(dump("g"),
            "CompletingRebalance generation=1 consumer/range\n  m1 range leader to-sync\n");
}

TEST_F(Rounds, WhoeverComesDuringTheDelayProlongsIt) {
  configure_delay(3'000);
  join_twice("g", {});
  advance(Millis{2'000});
  join_twice("g", {});
  EXPECT_EQ(advance(Millis{1'000}), "+3000 g: join phase ended\n");
  EXPECT_EQ(answers(), "");
  advance(Millis{3'000});
  EXPECT_EQ(answers(),
            "join: m1 generation=1 consumer/range leader=m1 m1 m2\n"
            "join: m2 generation=1 consumer/range leader=m1\n");
}

TEST_F(Rounds, ButNotBeyondTheRebalanceTimeout) {
  configure_delay(3'000);
  join_twice("g", {.rebalance_ms = 5'000});
  advance(Millis{1'000});
  join_twice("g", {.rebalance_ms = 5'000});
  EXPECT_EQ(advance(Millis{2'000}), "+3000 g: join phase ended\n");
  join_twice("g", {.rebalance_ms = 5'000});
  EXPECT_EQ(advance(Millis{1'999}), "");
  EXPECT_EQ(advance(Millis{1}), "+5000 g: join phase ended\n");
  EXPECT_EQ(answers(),
            "join: m1 generation=1 consumer/range leader=m1 m1 m2 m3\n"
            "join: m2 generation=1 consumer/range leader=m1\n"
            "join: m3 generation=1 consumer/range leader=m1\n");
}

TEST_F(Rounds, LaggardsAreDroppedAtTheDeadline) {
  make_stable("g");
  join_twice("g", {});
  for (int i = 0; i < 6; ++i) {
    heartbeat("g", "m1", 1);
    advance(Millis{9'999});
  }
  heartbeat("g", "m1", 1);
  EXPECT_EQ(answers(), "");
  EXPECT_EQ(advance(Millis{6}), "+60000 g: join phase ended\n");
  EXPECT_EQ(answers(), "join: m2 generation=2 consumer/range leader=m2 m2\n");
  EXPECT_EQ(heartbeat("g", "m1", 2), "UNKNOWN_MEMBER_ID");
}

TEST_F(Rounds, TheDeadlineIsTheLongestTimeoutWithWhichMembersJoinedLast) {
  make_stable("g", {.rebalance_ms = 60'000});
  join("g", {.member = "m1", .rebalance_ms = 5'000});
  sync("g", "m1", 2, {{"m1", "all"}});
  join_twice("g", {.rebalance_ms = 4'000});
  EXPECT_EQ(advance(Millis{4'999}), "");
  EXPECT_EQ(advance(Millis{1}), "+5000 g: join phase ended\n");
}

TEST_F(Rounds, APendingMemberHoldsUpTheRound) {
  make_stable("g");
  join("g", {});
  join("g", {.member = "m1"});
  EXPECT_EQ(answers(), "");
  EXPECT_EQ(advance(Millis{10'000}), "+10000 g: expired pending m2\n");
  EXPECT_EQ(answers(), "join: m1 generation=2 consumer/range leader=m1 m1\n");
}

TEST_F(Rounds, TheProtocolWithTheMostVotesWins) {
  make_stable("g", {.protocols = {"range", "sticky"}});
  join_twice("g", {.protocols = {"sticky", "range"}});
  join_twice("g", {.protocols = {"sticky", "range"}});
  join("g", {.member = "m1", .protocols = {"range", "sticky"}});
  EXPECT_EQ(dump("g").substr(0, 54), "CompletingRebalance generation=2 consumer/sticky\n  m1 ");
}

TEST_F(Rounds, AProtocolThatNotAllSupportIsNoCandidate) {
  make_stable("g", {.protocols = {"sticky", "range"}});
  join_twice("g", {.protocols = {"range"}});
  join("g", {.member = "m1", .protocols = {"sticky", "range"}});
  EXPECT_EQ(dump("g").substr(0, 47), "CompletingRebalance generation=2 consumer/range");
}

// The winners are those of java.util.HashMap with these keys.
TEST_F(Rounds, ATieIsSettledAsAJavaHashMapWould) {
  struct {
    std::vector<std::string> tied;
    std::string winner;
  } rows[] = {
      {{"range", "roundrobin"}, "range"},
      {{"range", "sticky"}, "sticky"},
      {{"range", "cooperative-sticky"}, "range"},
      {{"roundrobin", "sticky"}, "sticky"},
      {{"sticky", "cooperative-sticky"}, "sticky"},
      {{"p00", "p01", "p02", "p03", "p04", "p05", "p06", "p07", "p08", "p09", "p10", "p11", "p12"},
       "p10"},
  };
  for (auto& row : rows) {
    ClassicGroup group{now};
    auto& protocols = row.tied;
    for (std::size_t i = 0; i < row.tied.size(); ++i) {
      ClassicMember member;
      for (const auto& name : protocols) member.protocols.push_back({name, {}});
      group.add("member " + std::to_string(i), "consumer", member);
      std::rotate(protocols.begin(), protocols.begin() + 1, protocols.end());
    }
    EXPECT_EQ(group.select_protocol(), row.winner);
  }
}

TEST_F(Rounds, TheFirstMemberByIdSucceedsALeaderThatLeft) {
  make_stable("g");
  join_twice("g", {});
  join_twice("g", {});
  join("g", {.member = "m1"});
  answers();
  leave("g", "m1");
  const auto first = std::min(id_of("m2"), id_of("m3"));
  EXPECT_EQ(groups->find("g")->classic().leader(), first);
}

TEST_F(Rounds, TheLastToLeaveLeavesAnEmptyGroupOfTheNextGeneration) {
  make_stable("g");
  const auto before = log.written.size();
  EXPECT_EQ(leave("g", "m1"), "NONE");
  EXPECT_EQ(dump("g"), "Empty generation=2 consumer\n");
  EXPECT_EQ(records_since(before),
            "group g generation=2 type='consumer' protocol=null leader=null\n");
}

TEST_F(Rounds, AnEmptyGroupIsEmptyEvenIfTheLogRefusesToSaySo) {
  make_stable("g");
  const auto before = groups->find("g")->durable.metadata;
  log.refuse_with = ErrorCode::not_enough_replicas;
  EXPECT_EQ(leave("g", "m1"), "NONE");
  EXPECT_EQ(dump("g"), "Empty generation=2 consumer\n");
  EXPECT_EQ(groups->find("g")->durable.metadata, before);
}

TEST_F(Rounds, ANewMemberThatNobodyAnswersIsGivenUpAfterFiveMinutes) {
  make_stable("g", {.rebalance_ms = 600'000});
  join_twice("g", {});
  for (int i = 0; i < 30; ++i) {
    heartbeat("g", "m1", 1);
    advance(Millis{9'999});
  }
  EXPECT_EQ(answers(), "");
  heartbeat("g", "m1", 1);
  EXPECT_EQ(advance(Millis{30}), "+300000 g: expired m2\n");
  EXPECT_EQ(answers(), "join: UNKNOWN_MEMBER_ID \n");
}

TEST_F(Rounds, MembersThatDoNotSyncInTimeAreDropped) {
  make_stable("g");
  join_twice("g", {});
  join("g", {.member = "m1"});
  answers();
  EXPECT_EQ(sync("g", "m2", 2), "parked");
  for (int i = 0; i < 6; ++i) {
    advance(Millis{9'999});
    heartbeat("g", "m1", 2);
  }
  EXPECT_EQ(advance(Millis{6}), "+60000 g: sync phase expired\n");
  EXPECT_EQ(answers(), "sync m2: REBALANCE_IN_PROGRESS\n");
  EXPECT_EQ(heartbeat("g", "m1", 2), "UNKNOWN_MEMBER_ID");
  EXPECT_EQ(join("g", {.member = "m2"}), "m2 generation=3 consumer/range leader=m2 m2");
}

TEST_F(Rounds, AStableGroupAlsoDropsThoseThatNeverSynced) {
  make_stable("g");
  join_twice("g", {});
  join("g", {.member = "m1"});
  answers();
  sync("g", "m1", 2);
  EXPECT_EQ(dump("g").substr(0, 6), "Stable");
  for (int i = 0; i < 6; ++i) {
    advance(Millis{9'999});
    heartbeat("g", "m1", 2);
    heartbeat("g", "m2", 2);
  }
  EXPECT_EQ(advance(Millis{6}), "+60000 g: sync phase expired\n");
  EXPECT_EQ(heartbeat("g", "m2", 2), "UNKNOWN_MEMBER_ID");
  EXPECT_EQ(heartbeat("g", "m1", 2), "REBALANCE_IN_PROGRESS");
}

TEST_F(Rounds, OnceAllHaveSyncedNobodyIsWaitedFor) {
  make_stable("g");
  EXPECT_EQ(groups->find("g")->classic().sync_deadline(), std::nullopt);
}

}  // namespace
}  // namespace dogear::coordinator
