// What time does: offsets that expire, leaps, coordinators that move.
#include "tests/coordinator/harness.hpp"

namespace dogear::coordinator {
namespace {

using namespace std::chrono_literals;

class OffsetExpiry : public Harness {
 protected:
  static constexpr auto retention = Millis{7 * 24h};
  static constexpr auto check = Millis{10min};
};

TEST_F(OffsetExpiry, ASimpleGroupsOffsetsExpireEachForItself) {
  commit("g", "", -1, 5);
  advance(check / 2);
  protocol::OffsetCommitRequest later{.group_id = "g"};
  later.topics.push_back({"others", {}, {{0, 6}}});
  commit(later);
  EXPECT_EQ(advance(retention - check / 2 - 1ms), "");
  EXPECT_EQ(advance(1ms), "+604800000 g: expired offset orders-0\n");
  EXPECT_EQ(advance(check - 1ms), "");
  EXPECT_EQ(advance(1ms), "+605400000 g: expired offset others-0\n+605400000 g: expired group\n");
  EXPECT_EQ(dump("g"), "none");
  EXPECT_EQ(records_since(2),
            "offset g orders-0 deleted\noffset g others-0 deleted\ngroup g deleted\n");
}

TEST_F(OffsetExpiry, AnEmptiedGroupsOffsetsExpireFromWhenItBecameEmpty) {
  make_stable("g", {.session_ms = 1'800'000});
  commit("g", "m1", 1, 5);
  advance(20min);
  leave("g", "m1");
  EXPECT_EQ(advance(retention - 1ms), "");
  EXPECT_EQ(advance(1ms), "+606000000 g: expired offset orders-0\n+606000000 g: expired group\n");
}

TEST_F(OffsetExpiry, AStableGroupKeepsTheTopicsThatItIsSubscribedTo) {
  protocol::OffsetCommitRequest both{.group_id = "g"};
  both.topics.push_back({"orders", {}, {{0, 5}}});
  both.topics.push_back({"others", {}, {{0, 6}}});
  commit(both);
  make_stable("g");
  const auto came_due = leap(retention, {1});
  EXPECT_NE(came_due.find("+604800000 g: expired offset others-0\n"), came_due.npos) << came_due;
  EXPECT_EQ(fetch_all("g"), "orders-0 at 5\n");
  EXPECT_EQ(dump("g").substr(0, 6), "Stable");
}

TEST_F(OffsetExpiry, AStableGroupsOtherOffsetsExpireFromTheirCommit) {
  make_stable("g", {.session_ms = 1'800'000});
  advance(check);
  protocol::OffsetCommitRequest other{
      .group_id = "g", .generation_id_or_member_epoch = 1, .member_id = id_of("m1")};
  other.topics.push_back({"others", {}, {{0, 6}}});
  EXPECT_EQ(commit(other), "NONE");
  EXPECT_EQ(leap(retention - 1ms, {1}).find("expired offset"), std::string::npos);
  EXPECT_NE(leap(1ms, {1}).find("g: expired offset others-0\n"), std::string::npos);
}

TEST_F(OffsetExpiry, NothingExpiresOfGroupsThatMightStillUseIt) {
  commit("other type", "", -1, 5);
  make_stable("other type", {.type = "connect"});
  commit("unreadable", "", -1, 5);
  make_stable("unreadable", {.metadata = "?"});
  commit("rebalancing", "", -1, 5);
  make_stable("rebalancing", {.rebalance_ms = 2'000'000'000, .topics = {"unrelated"}});
  join("rebalancing", {.client = "b", .version = 3, .rebalance_ms = 2'000'000'000});
  leap(retention, {1});
  EXPECT_EQ(fetch("other type", "orders", 0), "5 epoch=-1 ''");
  EXPECT_EQ(fetch("unreadable", "orders", 0), "5 epoch=-1 ''");
  EXPECT_EQ(fetch("rebalancing", "orders", 0), "5 epoch=-1 ''");
}

TEST_F(OffsetExpiry, AnExpiryOfItsOwnReplacesTheRetention) {
  protocol::OffsetCommitRequest request{.group_id = "g", .retention_time_ms = 1};
  request.topics.push_back({"orders", {}, {{0, 5}}});
  commit(request, 4);
  EXPECT_EQ(advance(check - 1ms), "");  // only checks look
  EXPECT_EQ(advance(1ms), "+600000 g: expired offset orders-0\n+600000 g: expired group\n");
}

TEST_F(OffsetExpiry, AnEmptyGroupWithoutOffsetsGoesAtTheNextCheck) {
  join("g", {});
  advance(10'000ms);
  EXPECT_EQ(dump("g"), "Empty generation=0\n");
  EXPECT_EQ(advance(590'000ms), "+600000 g: expired group\n");
  EXPECT_EQ(dump("g"), "none");
}

TEST_F(OffsetExpiry, ChecksAreCountedFromTheStartAndNotMadeWithoutGroups) {
  EXPECT_EQ(groups->next_deadline(), std::nullopt);
  advance(25min);
  commit("g", "", -1, 5);
  EXPECT_EQ(groups->next_deadline(), broker_time(start_ms) + 30min);
}

TEST_F(OffsetExpiry, WhatTheLogRefusesIsTriedAgain) {
  join("g", {});
  log.refuse_with = ErrorCode::not_enough_replicas;
  advance(check);
  EXPECT_EQ(dump("g"), "Empty generation=0\n");
  log.refuse_with = ErrorCode::none;
  advance(check);
  EXPECT_EQ(dump("g"), "none");
}

TEST_F(OffsetExpiry, ManyTombstonesAreWrittenInSeveralBatches) {
  protocol::OffsetCommitRequest request{.group_id = "g"};
  request.topics.push_back({"orders", {}, {{0, 5}, {1, 5}, {2, 5}, {3, 5}}});
  commit(request);
  log.batches.clear();
  log.batch_bytes = 200;
  advance(10'080min);
  EXPECT_EQ(dump("g"), "none");
  EXPECT_EQ(log.batches, (std::vector<std::size_t>{3, 2}));
}

TEST_F(OffsetExpiry, NothingIsLeftOfGroupsWhoseLogIsGone) {
  make_stable("g");
  commit("g", "m1", 1, 5);
  groups->unload(turn());
  EXPECT_EQ(dump("g"), "none");
  EXPECT_EQ(groups->next_deadline(), std::nullopt);
  log.written.clear();
  commit("h", "", -1, 5);
  EXPECT_EQ(advance(1min), "");
}

class Leaps : public Harness {};

TEST_F(Leaps, DoNotKillMembersWhoseConnectionIsOpen) {
  make_stable("living", {.connection = 1});
  make_stable("dead", {.connection = 2});
  const auto came_due = leap(1h, {1});
  EXPECT_NE(came_due.find("+10000 living: renewed m1\n"), came_due.npos) << came_due;
  EXPECT_NE(came_due.find("+10000 dead: expired m2\n"), came_due.npos) << came_due;
  EXPECT_EQ(heartbeat("living", "m1", 1), "NONE");
  EXPECT_EQ(dump("dead"), "none");  // empty, and without offsets gone at the next check
}

TEST_F(Leaps, MayBeToldToLetAllSessionsExpire) {
  make_stable("g");
  commit("g", "m1", 1, 5);
  EXPECT_EQ(leap(1h, {1}, Leap::Sessions::expire), "+10000 g: expired m1\n");
  EXPECT_EQ(dump("g"), "Empty generation=2 consumer\n  orders-0 at 5\n");
}

TEST_F(Leaps, AMembersConnectionIsTheOneItLastSpokeThrough) {
  make_stable("g", {.connection = 9});
  heartbeat("g", "m1", 1);  // through connection 1
  EXPECT_NE(leap(1h, {1}).find("renewed m1"), std::string::npos);
}

TEST_F(Leaps, AMemberSpeaksBySyncGroupToo) {
  make_stable("g", {.connection = 9});
  join("g", {.member = "m1", .topics = {"orders", "more"}, .connection = 9});
  sync("g", "m1", 2, {{"m1", "all"}});  // through connection 1
  EXPECT_NE(leap(1h, {1}).find("renewed m1"), std::string::npos);
}

TEST_F(Leaps, ASessionThatEndsWithTheMomentGoesOnAsWell) {
  make_stable("g", {.session_ms = 6'000});
  const auto came_due = leap(6'000ms, {1});
  EXPECT_EQ(came_due, "+6000 g: renewed m1\n");
  EXPECT_EQ(groups->find("g")->classic().next_session()->at, broker_time(start_ms) + 12'000ms);
}

// One that was given an id and has not joined with it yet.
TEST_F(Leaps, RenewAPendingMemberWhichExpiresLater) {
  join("g", {});
  leap(5min, {1});
  EXPECT_EQ(advance(10s - 1ms), "");
  EXPECT_EQ(advance(1ms), "+310000 g: expired pending m1\n");
}

// Of the living, the next heartbeat comes when it would have come without the leap.
TEST_F(Leaps, LeaveTheLivingAsMuchTimeAsAHeartbeatDoes) {
  make_stable("living", {.session_ms = 6'000});
  make_stable("dead", {.session_ms = 6'000, .connection = 2});
  EXPECT_EQ(leap(5'999ms, {1}), "");  // nothing comes due, but a millisecond later
  EXPECT_EQ(advance(1ms), "+6000 dead: expired m2\n");
  EXPECT_EQ(leap(17'999ms, {1}), "+11999 living: renewed m1\n");
  EXPECT_EQ(advance(5'999ms), "");
  EXPECT_EQ(advance(1ms), "+29999 living: expired m1\n");
}

// Two groups, pending and parked members, offsets that expire: everything that has deadlines.
// Kafka gives those who wait in their first round five minutes.
TEST_F(Leaps, RenewNewMembersForFiveMinutes) {
  make_stable("g", {.rebalance_ms = 2'000'000, .connection = 1});
  join_twice("g", {.client = "b", .rebalance_ms = 2'000'000, .connection = 2});
  leap(301s, {1, 2});
  EXPECT_EQ(leap(299s, {1}).find("expired"), std::string::npos);
  EXPECT_EQ(leap(1s, {1}), "+601000 g: expired m2\n");
}

class LeapEquality : public Harness {
 protected:
  void populate() {
    auto config = quick();
    config.offsets_retention = 20min;
    config.group_initial_rebalance_delay = 3'000ms;
    configure(config);
    commit("simple", "", -1, 5);
    join_twice("a", {.client = "x", .session_ms = 7'000});
    advance(3'000ms);
    sync("a", "m1", 1);
    join("a", {.client = "pending", .session_ms = 11'000});
    join_twice("a", {.client = "y", .rebalance_ms = 500'000, .connection = 2});
    join_twice("b", {.client = "z", .session_ms = 8'000, .rebalance_ms = 40'000});
    answers();
  }
  std::string state() {
    std::string text;
    for (const auto& [id, group] : groups->all()) {
      text += id + ": " + describe(*group);
      if (const auto at = group->classic().next_deadline())
        text += "  next at " + std::to_string(epoch_ms(*at)) + "\n";
    }
    return text + records_since(0);
  }
};

TEST_F(LeapEquality, AnHourAtOnceEqualsThreeThousandSixHundredSeconds) {
  for (const auto& connected : {std::vector<ConnectionId>{}, {1}, {2}, {1, 2}}) {
    now = broker_time(start_ms);
    log.written.clear();
    populate();
    leap(1h, connected);
    const auto at_once = state() + answers();

    now = broker_time(start_ms);
    log.written.clear();
    populate();
    for (int i = 0; i < 3'600; ++i) leap(1s, connected);
    EXPECT_EQ(at_once, state() + answers()) << connected.size();
  }
}

TEST_F(LeapEquality, WithoutALeapTimeDoesTheSameInOneStepOrMany) {
  populate();
  advance(1h);
  const auto at_once = state() + answers();

  now = broker_time(start_ms);
  log.written.clear();
  populate();
  for (int i = 0; i < 36'000; ++i) advance(100ms);
  EXPECT_EQ(at_once, state() + answers());
}

class Loading : public Harness {
 protected:
  // Everything that is not in the log is forgotten.
  void reload() {
    auto loaded = std::make_unique<Groups>(groups->config(), Seed{7}, broker_time(start_ms));
    for (const auto& [partition, record] : log.written) loaded->replay(record);
    groups = std::move(loaded);
    const auto partitions = groups->config().offsets_topic_num_partitions;
    for (PartitionIndex i = 0; i < partitions; ++i) groups->reload(i, turn());
  }
};

TEST_F(Loading, AStableGroupGoesOnAndSessionsBeginAnew) {
  make_stable("g");
  commit("g", "m1", 1, 5);
  const auto before = dump("g");
  advance(9'000ms);
  reload();
  EXPECT_EQ(dump("g"), before);
  EXPECT_EQ(advance(9'000ms), "");
  EXPECT_EQ(heartbeat("g", "m1", 1), "NONE");
  EXPECT_EQ(sync("g", "m1", 1), "consumer/range 'all'");
  EXPECT_EQ(delete_offset("g", "orders"), "GROUP_SUBSCRIBED_TO_TOPIC");
}

TEST_F(Loading, ARoundInProgressIsForgotten) {
  make_stable("g");
  join_twice("g", {});
  reload();
  EXPECT_EQ(dump("g"), "Stable generation=1 consumer/range\n  m1 range assigned='all' leader\n");
  EXPECT_EQ(join("g", {.member = "m2"}), "UNKNOWN_MEMBER_ID m2");
}

TEST_F(Loading, AGroupLargerThanTheLimitRebalances) {
  make_stable("g");
  join_twice("g", {});
  join("g", {.member = "m1"});
  answers();
  sync("g", "m1", 2);
  auto config = quick();
  config.group_max_size = 1;
  configure(config);
  reload();
  EXPECT_EQ(dump("g").substr(0, 18), "PreparingRebalance");
}

TEST_F(Loading, WhoWaitsIsTurnedAway) {
  make_stable("g");
  join_twice("g", {});
  make_stable("h");
  join("h", {.version = 3});
  join("h", {.member = "m3"});
  answers();
  sync("h", "m4", 2);
  move_coordinator("g");
  EXPECT_EQ(answers(), "join: NOT_COORDINATOR m2\n");  // h belongs to another partition
  EXPECT_EQ(dump("h").substr(0, dump("h").find(' ')), "CompletingRebalance");
  move_coordinator("h");
  EXPECT_EQ(answers(), "sync m4: NOT_COORDINATOR\n");
  join("pending", {});
  EXPECT_EQ(dump("pending"), "Empty generation=0\n  m5 pending\n");
  move_coordinator("pending");
  EXPECT_EQ(dump("pending"), "Empty generation=0\n");
}

TEST_F(Loading, WhatCannotBeReadIsLeftOut) {
  commit("g", "", -1, 5);
  groups->replay({slice_of("nonsense"), slice_of("nonsense")});
  groups->replay({slice_of(""), std::nullopt});
  EXPECT_EQ(fetch_all("g"), "orders-0 at 5\n");
}

TEST_F(Loading, CopiesOfACoordinatorGoTheirOwnWays) {
  make_stable("g");
  commit("g", "m1", 1, 5);
  make_stable("untouched");
  const Groups snapshot = *groups;
  commit("g", "m1", 1, 6);
  EXPECT_EQ(snapshot.find("g")->durable.offsets.find("orders")->find(0)->offset, 5);
  EXPECT_TRUE(snapshot.all().at("untouched").shares_with(groups->all().at("untouched")));
  EXPECT_FALSE(snapshot.all().at("g").shares_with(groups->all().at("g")));
}

}  // namespace
}  // namespace dogear::coordinator
