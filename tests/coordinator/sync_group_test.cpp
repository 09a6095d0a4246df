// SyncGroup, Heartbeat, LeaveGroup; groups described, listed, deleted.
#include "tests/coordinator/harness.hpp"

namespace dogear::coordinator {
namespace {

class SyncGroup : public Harness {
 protected:
  // m1 leads m2 in generation 2, and both are to sync.
  void make_pair() {
    make_stable("g");
    join_twice("g", {});
    join("g", {.member = "m1"});
    answers();
  }
};

TEST_F(SyncGroup, RefusesAnEmptyGroupIdAndUnknownGroups) {
  EXPECT_EQ(sync("", "x", 1), "INVALID_GROUP_ID");
  EXPECT_EQ(sync("g", "x", 1), "UNKNOWN_MEMBER_ID");
  commit("g", "", -1, 5);
  EXPECT_EQ(sync("g", "", 0), "UNKNOWN_MEMBER_ID");
}

TEST_F(SyncGroup, ChecksMemberInstanceGenerationAndProtocol) {
  make_pair();
  EXPECT_EQ(sync("g", "x", 2), "UNKNOWN_MEMBER_ID");
  EXPECT_EQ(sync("g", "m1", 1), "ILLEGAL_GENERATION");
  EXPECT_EQ(sync("g", "m1", 3), "ILLEGAL_GENERATION");
  EXPECT_EQ(sync("g", "m1", 2, {}, {.group_instance_id = "i"}), "UNKNOWN_MEMBER_ID");
  EXPECT_EQ(sync("g", "m1", 2, {}, {.protocol_type = "connect", .protocol_name = "range"}),
            "INCONSISTENT_GROUP_PROTOCOL");
  EXPECT_EQ(sync("g", "m1", 2, {}, {.protocol_type = "consumer", .protocol_name = "sticky"}),
            "INCONSISTENT_GROUP_PROTOCOL");
}

TEST_F(SyncGroup, FollowersWaitForTheLeadersAssignments) {
  make_pair();
  const auto before = log.written.size();
  EXPECT_EQ(sync("g", "m2", 2, {{"m2", "ignored"}}), "parked");
  EXPECT_EQ(sync("g", "m1", 2, {{"m1", "A"}, {"m2", "B"}}), "consumer/range 'A'");
  EXPECT_EQ(answers(), "sync m2: consumer/range 'B'\n");
  EXPECT_EQ(dump("g"),
            "Stable generation=2 consumer/range\n"
            "  m1 range assigned='A' leader\n"
            "  m2 range assigned='B'\n");
  EXPECT_EQ(log.written.size(), before + 1);
}

TEST_F(SyncGroup, WhomTheLeaderForgotGetsNothing) {
  make_pair();
  EXPECT_EQ(sync("g", "m1", 2, {{"m1", "A"}, {"stranger", "X"}}), "consumer/range 'A'");
  EXPECT_EQ(sync("g", "m2", 2), "consumer/range ''");
}

TEST_F(SyncGroup, AStableGroupTellsTheAssignmentAgain) {
  make_pair();
  sync("g", "m1", 2, {{"m1", "A"}, {"m2", "B"}});
  EXPECT_EQ(sync("g", "m2", 2), "consumer/range 'B'");
  EXPECT_EQ(sync("g", "m1", 2, {{"m1", "other"}}), "consumer/range 'A'");
}

TEST_F(SyncGroup, ARebalanceSendsEverybodyBack) {
  make_pair();
  sync("g", "m2", 2);
  join("g", {.version = 3});
  EXPECT_EQ(answers(), "sync m2: REBALANCE_IN_PROGRESS\n");
  EXPECT_EQ(sync("g", "m2", 2), "REBALANCE_IN_PROGRESS");
}

TEST_F(SyncGroup, IfTheAssignmentsCannotBeRecordedAllSyncsFailAndTheGroupRebalances) {
  struct {
    ErrorCode refused, told;
  } rows[] = {
      {ErrorCode::unknown_topic_or_partition, ErrorCode::coordinator_not_available},
      {ErrorCode::not_enough_replicas, ErrorCode::coordinator_not_available},
      {ErrorCode::request_timed_out, ErrorCode::coordinator_not_available},
      {ErrorCode::not_leader_or_follower, ErrorCode::not_coordinator},
      {ErrorCode::kafka_storage_error, ErrorCode::not_coordinator},
      {ErrorCode::message_too_large, ErrorCode::unknown_server_error},
      {ErrorCode::record_list_too_large, ErrorCode::unknown_server_error},
  };
  make_pair();
  sync("g", "m1", 2, {{"m1", "A"}, {"m2", "B"}});
  join("g", {.member = "m1"});
  join("g", {.member = "m2"});
  answers();
  auto generation = 3;
  for (const auto& row : rows) {
    const std::string told{name_of(row.told)};
    sync("g", "m2", generation);
    log.refuse_with = row.refused;
    EXPECT_EQ(sync("g", "m1", generation, {{"m1", "A"}, {"m2", "B"}}), told);
    log.refuse_with = ErrorCode::none;
    EXPECT_EQ(answers(), "sync m2: " + told + "\n");
    EXPECT_EQ(heartbeat("g", "m1", generation), "REBALANCE_IN_PROGRESS");
    join("g", {.member = "m1"});
    join("g", {.member = "m2"});
    answers();
    ++generation;
  }
  EXPECT_EQ(sync("g", "m1", generation), "consumer/range ''");
}

TEST_F(SyncGroup, ASecondSyncOfAMemberDisplacesTheFirst) {
  make_pair();
  sync("g", "m2", 2);
  EXPECT_EQ(sync("g", "m2", 2), "parked");
  EXPECT_EQ(answers(), "");  // the one that was displaced is never answered
}

TEST_F(SyncGroup, SessionsBeginAnewWhenTheAssignmentsAreTold) {
  make_pair();
  sync("g", "m2", 2);
  advance(Millis{5'000});
  heartbeat("g", "m1", 2);
  EXPECT_EQ(advance(Millis{9'000}), "");  // the session of m2 came due while it waited
  sync("g", "m1", 2);
  EXPECT_EQ(advance(Millis{9'999}), "");
  EXPECT_NE(advance(Millis{1}).find("expired m2"), std::string::npos);
}

class Heartbeats : public Harness {};

TEST_F(Heartbeats, AreChecked) {
  EXPECT_EQ(heartbeat("", "x", 1), "INVALID_GROUP_ID");
  EXPECT_EQ(heartbeat("g", "x", 1), "UNKNOWN_MEMBER_ID");
  make_stable("g", {.instance = "i"});
  EXPECT_EQ(heartbeat("g", "x", 1), "UNKNOWN_MEMBER_ID");
  EXPECT_EQ(heartbeat("g", "m1", 1, "j"), "UNKNOWN_MEMBER_ID");
  EXPECT_EQ(heartbeat("g", "x", 1, "i"), "FENCED_INSTANCE_ID");
  EXPECT_EQ(heartbeat("g", "m1", 0), "ILLEGAL_GENERATION");
  EXPECT_EQ(heartbeat("g", "m1", 1, "i"), "NONE");
  leave("g", "", "i");
  EXPECT_EQ(heartbeat("g", "m1", 2), "UNKNOWN_MEMBER_ID");
}

TEST_F(Heartbeats, KeepASessionAlive) {
  make_stable("g");
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(advance(Millis{9'999}), "");
    EXPECT_EQ(heartbeat("g", "m1", 1), "NONE");
  }
  EXPECT_EQ(advance(Millis{10'000}), "+109990 g: expired m1\n");
  EXPECT_EQ(dump("g"), "Empty generation=2 consumer\n");
}

TEST_F(Heartbeats, CountWhileAssignmentsAreAwaited) {
  join_twice("g", {});
  advance(Millis{9'000});
  EXPECT_EQ(heartbeat("g", "m1", 1), "NONE");
  EXPECT_EQ(advance(Millis{9'000}), "");
}

class LeaveGroup : public Harness {};

TEST_F(LeaveGroup, IsChecked) {
  EXPECT_EQ(leave("", "x"), "INVALID_GROUP_ID");
  EXPECT_EQ(leave("g", "x"), "UNKNOWN_MEMBER_ID");
  make_stable("g", {.instance = "i"});
  EXPECT_EQ(leave("g", ""), "UNKNOWN_MEMBER_ID");
  EXPECT_EQ(leave("g", "", "j"), "UNKNOWN_MEMBER_ID");
  EXPECT_EQ(leave("g", "x"), "UNKNOWN_MEMBER_ID");
  EXPECT_EQ(leave("g", "x", "i"), "FENCED_INSTANCE_ID");
  EXPECT_EQ(dump("g").substr(0, 6), "Stable");
  EXPECT_EQ(leave("g", "", "i"), "NONE");
  EXPECT_EQ(dump("g").substr(0, 5), "Empty");
}

TEST_F(LeaveGroup, APendingMemberMayLeave) {
  join("g", {});
  EXPECT_EQ(leave("g", "m1"), "NONE");
  EXPECT_EQ(dump("g"), "Empty generation=0\n");
}

TEST_F(LeaveGroup, WhoLeavesWhileWaitingIsToldSo) {
  make_stable("g");
  join_twice("g", {});
  leave("g", "m2");
  EXPECT_EQ(answers(), "join: UNKNOWN_MEMBER_ID \n");
  join("g", {.member = "m1"});
  join_twice("g", {});
  join("g", {.member = "m1"});
  answers();
  EXPECT_EQ(sync("g", "m3", 3), "parked");
  leave("g", "m3");
  EXPECT_EQ(answers(), "sync m3: UNKNOWN_MEMBER_ID\n");
}

TEST_F(LeaveGroup, TheOthersRebalance) {
  make_stable("g");
  join_twice("g", {});
  join("g", {.member = "m1"});
  answers();
  sync("g", "m1", 2);
  leave("g", "m2");
  EXPECT_EQ(heartbeat("g", "m1", 2), "REBALANCE_IN_PROGRESS");
  EXPECT_EQ(join("g", {.member = "m1"}), "m1 generation=3 consumer/range leader=m1 m1");
}

TEST_F(LeaveGroup, ARoundThatWaitedForTheLeaverCompletes) {
  make_stable("g");
  join_twice("g", {});
  EXPECT_EQ(leave("g", "m1"), "NONE");
  EXPECT_EQ(answers(), "join: m2 generation=2 consumer/range leader=m2 m2\n");
}

TEST_F(LeaveGroup, AnInitialRoundStillWaitsForItsDelay) {
  auto config = quick();
  config.group_initial_rebalance_delay = Millis{3'000};
  configure(config);
  join("g", {.version = 3});
  join("g", {.client = "other", .version = 3});
  leave("g", groups->find("g")->classic().members().begin()->first);
  EXPECT_EQ(dump("g").substr(0, 18), "PreparingRebalance");
}

class LookingAtGroups : public Harness {
 protected:
  std::string described(const std::string& group, protocol::Version version = 6) {
    const auto told = groups->describe_group(group, {.version = version});
    auto text = std::string{name_of(told.error_code)} + " " + told.group_state + " '" +
                told.protocol_type + "/" + told.protocol_data + "'";
    if (told.error_message) text += " " + *told.error_message;
    for (const auto& member : told.members)
      text += " " + named(member.member_id) + " " + member.client_id + " " + member.client_host +
              " metadata=" + std::to_string(member.member_metadata.size()) + " assignment='" +
              std::string{text_of(member.member_assignment.bytes())} + "'";
    return text;
  }
};

TEST_F(LookingAtGroups, AnUnknownGroupIsDead) {
  EXPECT_EQ(described("g", 5), "NONE Dead '/'");
  EXPECT_EQ(described("g", 6), "GROUP_ID_NOT_FOUND Dead '/' Group g not found.");
}

TEST_F(LookingAtGroups, ProtocolAndMetadataAreToldOfStableGroupsOnly) {
  make_stable("g");
  EXPECT_EQ(described("g"),
            "NONE Stable 'consumer/range' m1 app /127.0.0.1 metadata=18 assignment='all'");
  join("g", {.version = 3});
  EXPECT_EQ(described("g").substr(0, 36), "NONE PreparingRebalance 'consumer/' ");
  EXPECT_EQ(described("g").find("metadata=18"), std::string::npos);
  commit("simple", "", -1, 5);
  EXPECT_EQ(described("simple"), "NONE Empty '/'");
}

TEST_F(LookingAtGroups, AreListedByStateAndType) {
  make_stable("b");
  commit("a", "", -1, 5);
  EXPECT_EQ(listed(), "a '' Empty classic\nb 'consumer' Stable classic\n");
  EXPECT_EQ(listed({.states_filter = {" sTABLE "}}), "b 'consumer' Stable classic\n");
  EXPECT_EQ(listed({.states_filter = {"Empty", "Dead"}}), "a '' Empty classic\n");
  EXPECT_EQ(listed({.states_filter = {"nonsense"}}), "");
  EXPECT_EQ(listed({.types_filter = {"CLASSIC"}}).size(), listed().size());
  EXPECT_EQ(listed({.types_filter = {"consumer", "nonsense"}}), "");
}

class DeleteGroups : public Harness {};

TEST_F(DeleteGroups, OnlyEmptyOnes) {
  EXPECT_EQ(delete_group("g"), "GROUP_ID_NOT_FOUND");
  make_stable("g");
  EXPECT_EQ(delete_group("g"), "NON_EMPTY_GROUP");
  commit("g", "m1", 1, 5);
  leave("g", "m1");
  const auto before = log.written.size();
  EXPECT_EQ(delete_group("g"), "NONE");
  EXPECT_EQ(records_since(before), "offset g orders-0 deleted\ngroup g deleted\n");
  EXPECT_EQ(dump("g"), "none");
}

TEST_F(DeleteGroups, ASimpleGroupGetsAGroupTombstoneToo) {
  commit("g", "", -1, 5);
  EXPECT_EQ(delete_group("g"), "NONE");
  EXPECT_EQ(records_since(1), "offset g orders-0 deleted\ngroup g deleted\n");
}

TEST_F(DeleteGroups, AreKeptIfTheLogRefuses) {
  commit("g", "", -1, 5);
  log.refuse_with = ErrorCode::not_leader_or_follower;
  EXPECT_EQ(delete_group("g"), "NOT_COORDINATOR");
  EXPECT_EQ(fetch("g", "orders", 0), "5 epoch=-1 ''");
}

}  // namespace
}  // namespace dogear::coordinator
