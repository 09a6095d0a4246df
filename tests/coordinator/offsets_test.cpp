// Offsets committed, fetched, deleted.
#include "tests/coordinator/harness.hpp"

namespace dogear::coordinator {
namespace {

using Request = protocol::OffsetCommitRequest;

Uuid topic_id(std::uint8_t n) {
  Uuid id;
  id.bytes[15] = n;
  return id;
}

class OffsetCommit : public Harness {
 protected:
  static Request request_for(const std::string& group, std::vector<Request::Topic> topics) {
    Request request{.group_id = group};
    request.topics = std::move(topics);
    return request;
  }
};

TEST_F(OffsetCommit, OutsideAnyGenerationMakesASimpleGroup) {
  EXPECT_EQ(commit("g", "", -1, 5), "NONE");
  EXPECT_EQ(records_since(0), "offset g orders-0 = 5\n");
  EXPECT_EQ(dump("g"), "Empty generation=0\n  orders-0 at 5\n");
  EXPECT_EQ(commit("", "", -1, 5), "NONE");  // an empty group id is accepted too
}

TEST_F(OffsetCommit, AGenerationOfAnUnknownGroupIsRefusedByVersion) {
  EXPECT_EQ(commit("g", "m", 0, 5, 9), "GROUP_ID_NOT_FOUND");
  EXPECT_EQ(commit("g", "m", 0, 5, 8), "ILLEGAL_GENERATION");
}

TEST_F(OffsetCommit, ToAnEmptyGroup) {
  make_stable("g");
  leave("g", "m1");
  EXPECT_EQ(commit("g", "", -1, 5), "NONE");
  EXPECT_EQ(commit("g", "bogus", -1, 5), "NONE");
  EXPECT_EQ(commit("g", "m1", 2, 5), "UNKNOWN_MEMBER_ID");
  EXPECT_EQ(commit("g", "m1", 0, 5), "UNKNOWN_MEMBER_ID");
}

TEST_F(OffsetCommit, ToAGroupWithMembers) {
  make_stable("g", {.instance = "i"});
  EXPECT_EQ(commit("g", "", -1, 5), "UNKNOWN_MEMBER_ID");
  EXPECT_EQ(commit("g", "bogus", 1, 5), "UNKNOWN_MEMBER_ID");
  EXPECT_EQ(commit("g", "m1", 0, 5), "ILLEGAL_GENERATION");
  EXPECT_EQ(commit("g", "m1", 2, 5), "ILLEGAL_GENERATION");
  EXPECT_EQ(commit("g", "m1", -1, 5), "ILLEGAL_GENERATION");
  EXPECT_EQ(commit("g", "m1", 1, 5), "NONE");

  auto request = request_for("g", {{"orders", {}, {{0, 6}}}});
  request.generation_id_or_member_epoch = 1;
  request.member_id = id_of("m1");
  request.group_instance_id = "j";
  EXPECT_EQ(commit(request), "UNKNOWN_MEMBER_ID");
  request.group_instance_id = "i";
  EXPECT_EQ(commit(request), "NONE");
  request.member_id = "bogus";
  EXPECT_EQ(commit(request), "FENCED_INSTANCE_ID");
}

TEST_F(OffsetCommit, APendingMemberIsNoMemberYet) {
  make_stable("g");
  join("g", {});
  EXPECT_EQ(commit("g", "m2", 1, 5), "UNKNOWN_MEMBER_ID");
}

TEST_F(OffsetCommit, IsRefusedWhileAssignmentsAreAwaitedAndAcceptedWhileARoundIsJoined) {
  make_stable("g");
  join("g", {.version = 3});
  EXPECT_EQ(commit("g", "m1", 1, 5), "NONE");
  join("g", {.member = "m1"});
  EXPECT_EQ(commit("g", "m1", 2, 6), "REBALANCE_IN_PROGRESS");
  EXPECT_EQ(fetch("g", "orders", 0), "5 epoch=-1 ''");
}

TEST_F(OffsetCommit, CountsAsAHeartbeat) {
  make_stable("g");
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(advance(Millis{9'999}), "");
    commit("g", "m1", 1, i);
  }
}

TEST_F(OffsetCommit, DoesNotCountWhileAssignmentsAreAwaited) {
  join_twice("g", {});
  advance(Millis{9'999});
  EXPECT_EQ(commit("g", "m1", 1, 5), "REBALANCE_IN_PROGRESS");
  EXPECT_NE(advance(Millis{1}).find("expired m1"), std::string::npos);
}

TEST_F(OffsetCommit, StoresWhateverOffsetItIsTold) {
  for (const std::int64_t offset : {7LL, 3LL, -1LL, -2LL, 9'223'372'036'854'775'807LL}) {
    EXPECT_EQ(commit("g", "", -1, offset), "NONE");
    EXPECT_EQ(fetch("g", "orders", 0), std::to_string(offset) + " epoch=-1 ''");
  }
}

TEST_F(OffsetCommit, MetadataIsMeasuredInUtf16) {
  const std::string longest(4'096, 'x');
  std::string astral;
  for (int i = 0; i < 2'048; ++i) astral += "\xf0\x9f\x90\xb6";  // two units each
  const auto request = request_for(
      "g", {{"orders", {}, {{0, 1, 4, longest}, {1, 2, -1, longest + "x"}, {2, 3, -1, astral}}},
            {"others", {}, {{0, 4, -1, astral + "x"}, {1, 5, -1, std::nullopt}}}});
  EXPECT_EQ(commit(request), "NONE OFFSET_METADATA_TOO_LARGE NONE OFFSET_METADATA_TOO_LARGE NONE");
  EXPECT_EQ(fetch_all("g"), "others-1 at 5\norders-2 at 3\norders-0 at 1\n");
  EXPECT_EQ(fetch("g", "orders", 0), "1 epoch=4 '" + longest + "'");
  EXPECT_EQ(fetch("g", "others", 1), "5 epoch=-1 ''");
}

TEST_F(OffsetCommit, OutlivesItsGroupIfTheLogDeletesThatOne) {
  make_stable("g");
  commit("g", "m1", 1, 5);
  log.written.emplace_back(0, group_metadata_tombstone("g"));
  groups->replay(log.written.back().second);
  move_coordinator("g");
  EXPECT_EQ(dump("g"), "Empty generation=0\n  orders-0 at 5\n");
}

TEST_F(OffsetCommit, ThatStoresNothingWritesNothingButMakesTheGroup) {
  const auto request = request_for("g", {{"orders", {}, {{0, 1, -1, std::string(4'097, 'x')}}}});
  EXPECT_EQ(commit(request), "OFFSET_METADATA_TOO_LARGE");
  EXPECT_EQ(dump("g"), "Empty generation=0\n");
  EXPECT_EQ(records_since(0), "");
  move_coordinator("g");
  EXPECT_EQ(dump("g"), "none");  // no record tells of it
}

TEST_F(OffsetCommit, OfOnePartitionTwiceIsTwoRecordsAndTheLastCounts) {
  EXPECT_EQ(commit(request_for("g", {{"orders", {}, {{0, 1}, {0, 2}}}})), "NONE NONE");
  EXPECT_EQ(records_since(0), "offset g orders-0 = 1\noffset g orders-0 = 2\n");
  EXPECT_EQ(fetch("g", "orders", 0), "2 epoch=-1 ''");
}

TEST_F(OffsetCommit, FailsForEveryPartitionIfTheLogRefuses) {
  struct {
    ErrorCode refused;
    std::string told;
  } rows[] = {
      {ErrorCode::unknown_topic_or_partition, "COORDINATOR_NOT_AVAILABLE"},
      {ErrorCode::not_enough_replicas, "COORDINATOR_NOT_AVAILABLE"},
      {ErrorCode::request_timed_out, "COORDINATOR_NOT_AVAILABLE"},
      {ErrorCode::not_leader_or_follower, "NOT_COORDINATOR"},
      {ErrorCode::kafka_storage_error, "NOT_COORDINATOR"},
      {ErrorCode::message_too_large, "UNKNOWN_SERVER_ERROR"},
      {ErrorCode::record_list_too_large, "UNKNOWN_SERVER_ERROR"},
      {ErrorCode::invalid_fetch_size, "UNKNOWN_SERVER_ERROR"},
  };
  commit("h", "", -1, 1);
  for (const auto& row : rows) {
    log.refuse_with = row.refused;
    EXPECT_EQ(commit(request_for("g", {{"orders", {}, {{0, 1}, {1, 2}}}})),
              row.told + " " + row.told);
    EXPECT_EQ(commit("h", "", -1, 9), row.told);
  }
  EXPECT_EQ(dump("g"), "none");
  EXPECT_EQ(fetch("h", "orders", 0), "1 epoch=-1 ''");
}

TEST_F(OffsetCommit, ARetentionOfItsOwnBecomesAnExpiry) {
  auto request = request_for("g", {{"orders", {}, {{0, 1, 3}}}});
  request.retention_time_ms = 5'000;
  commit(request, 4);
  EXPECT_EQ(dump("g"), "Empty generation=0\n  orders-0 at 1 expires=1005000\n");
  request.retention_time_ms = std::numeric_limits<std::int64_t>::max();  // wraps, as in Java
  commit(request, 4);
  EXPECT_EQ(groups->find("g")->durable.offsets.find("orders")->find(0)->expires_at,
            broker_time(std::numeric_limits<std::int64_t>::min() + start_ms - 1));
}

class OffsetFetch : public Harness {};

TEST_F(OffsetFetch, OfWhatWasNeverCommittedIsMinusOneWithoutAnError) {
  EXPECT_EQ(fetch("g", "orders", 0), "-1 epoch=-1 ''");
  EXPECT_EQ(fetch_all("g"), "");
  commit("g", "", -1, 5);
  EXPECT_EQ(fetch("g", "orders", 1), "-1 epoch=-1 ''");
  EXPECT_EQ(fetch("g", "others", 0), "-1 epoch=-1 ''");
}

TEST_F(OffsetFetch, OfNoTopicsIsNotOfAll) {
  commit("g", "", -1, 5);
  EXPECT_TRUE(groups->fetch_offsets({.group_id = "g"}, 1'000)->topics.empty());
  EXPECT_EQ(fetch_all("g"), "orders-0 at 5\n");
}

TEST_F(OffsetFetch, GivesUpWhereTheAnswerBecomesTooLarge) {
  Request committed{.group_id = "g"};
  committed.topics.push_back({"orders", {}, {{0, 1, -1, std::string(1'000, 'x')}}});
  commit(committed);
  protocol::OffsetFetchRequest::Group request{.group_id = "g"};
  request.topics->push_back({"orders", Uuid{}, {0, 0, 0}});
  EXPECT_TRUE(groups->fetch_offsets(request, 4'000));
  EXPECT_FALSE(groups->fetch_offsets(request, 3'000));
}

TEST_F(OffsetFetch, ByIdFindsOnlyThatTopicsOffsets) {
  Request request{.group_id = "g"};
  request.topics.push_back({"orders", topic_id(1), {{0, 5}}});
  commit(request);
  EXPECT_EQ(fetch("g", "orders", 0, topic_id(1)), "5 epoch=-1 ''");
  EXPECT_EQ(fetch("g", "orders", 0, topic_id(2)), "-1 epoch=-1 ''");
  EXPECT_EQ(fetch("g", "orders", 0), "5 epoch=-1 ''");  // by name nobody asks for the id
  commit("h", "", -1, 6);                               // stored without an id
  EXPECT_EQ(fetch("h", "orders", 0, topic_id(2)), "6 epoch=-1 ''");
}

class OffsetDelete : public Harness {};

TEST_F(OffsetDelete, ChecksTheGroup) {
  EXPECT_EQ(delete_offset("", "orders"), "group: INVALID_GROUP_ID");
  EXPECT_EQ(delete_offset("g", "orders"), "group: GROUP_ID_NOT_FOUND");
  make_stable("g", {.type = "connect"});
  EXPECT_EQ(delete_offset("g", "orders"), "group: NON_EMPTY_GROUP");
  leave("g", "m1");
  EXPECT_EQ(delete_offset("g", "orders"), "NONE");
}

TEST_F(OffsetDelete, KeepsTopicsThatTheGroupIsSubscribedTo) {
  commit("g", "", -1, 5);
  make_stable("g");
  EXPECT_EQ(delete_offset("g", "orders"), "GROUP_SUBSCRIBED_TO_TOPIC");
  EXPECT_EQ(delete_offset("g", "others"), "NONE");
  EXPECT_EQ(fetch("g", "orders", 0), "5 epoch=-1 ''");
  leave("g", "m1");
  const auto before = log.written.size();
  EXPECT_EQ(delete_offset("g", "orders"), "NONE");
  EXPECT_EQ(records_since(before), "offset g orders-0 deleted\n");
  EXPECT_EQ(fetch("g", "orders", 0), "-1 epoch=-1 ''");
}

TEST_F(OffsetDelete, OfWhatIsNotStoredWritesNothing) {
  commit("g", "", -1, 5);
  EXPECT_EQ(delete_offset("g", "others"), "NONE");
  EXPECT_EQ(log.written.size(), 1u);
}

TEST_F(OffsetDelete, ConsumersWhoseMetadataCannotBeParsedAreSubscribedToEverything) {
  const std::string unreadable[] = {
      "x",                                        // no version
      std::string("\0\0\0\0", 4),                 // half a count
      std::string("\0\0\0\0\0\x09\0\x01t", 9),    // nine topics, but one there
      std::string("\0\0\xff\xff\xff\xff", 6),     // null topics
      std::string("\0\0\0\0\0\x01\0\x63t", 9),    // a name longer than the bytes
      std::string("\0\0\0\0\0\0\0\0\0\x63", 10),  // user data longer than the bytes
  };
  auto number = 0;
  for (const auto& metadata : unreadable) {
    const auto group = "g" + std::to_string(++number);
    make_stable(group, {.metadata = metadata});
    EXPECT_EQ(dump(group).substr(0, 6), "Stable") << number;
    EXPECT_EQ(delete_offset(group, "anything"), "GROUP_SUBSCRIBED_TO_TOPIC") << number;
  }
}

TEST_F(OffsetDelete, LaterVersionsOfTheSubscriptionAreReadAsWell) {
  // Version 3: owned partitions, generation and rack follow.
  make_stable("g", {.metadata = std::string("\0\x03\0\0\0\x01\0\x06orders\xff\xff\xff\xff"
                                            "\0\0\0\0\0\0\0\x05\xff\xff",
                                            28)});
  EXPECT_EQ(delete_offset("g", "orders"), "GROUP_SUBSCRIBED_TO_TOPIC");
  EXPECT_EQ(delete_offset("g", "others"), "NONE");
}

TEST_F(OffsetDelete, FailsIfTheLogRefuses) {
  commit("g", "", -1, 5);
  log.refuse_with = ErrorCode::kafka_storage_error;
  EXPECT_EQ(delete_offset("g", "orders"), "group: NOT_COORDINATOR");
  EXPECT_EQ(fetch("g", "orders", 0), "5 epoch=-1 ''");
}

class TopicDeletion : public Harness {
 protected:
  void commit_to(const std::string& group, const std::string& topic, const Uuid& id) {
    Request request{.group_id = group};
    request.topics.push_back({topic, id, {{0, 5}, {1, 6}}});
    commit(request);
  }
};

TEST_F(TopicDeletion, TakesTheOffsetsOfEveryGroup) {
  commit_to("g", "orders", topic_id(1));
  commit_to("g", "others", topic_id(2));
  commit_to("h", "orders", Uuid{});
  groups->on_topic_deleted("orders", topic_id(1), turn());
  EXPECT_EQ(fetch_all("g"), "others-0 at 5\nothers-1 at 6\n");
  EXPECT_EQ(fetch_all("h"), "");
  EXPECT_EQ(dump("h"), "Empty generation=0\n");  // stays until the next check
}

TEST_F(TopicDeletion, SparesTheTopicThatCameAfter) {
  commit_to("g", "orders", topic_id(2));
  groups->on_topic_deleted("orders", topic_id(1), turn());
  EXPECT_EQ(fetch_all("g"), "orders-0 at 5\norders-1 at 6\n");
}

// What its members read is not known any more, so it may be anything.
TEST_F(OffsetDelete, IsRefusedForAnyTopicOnceSubscriptionsCannotBeParsed) {
  make_stable("g");
  EXPECT_EQ(delete_offset("g", "others"), "NONE");
  EXPECT_EQ(delete_offset("g", "orders"), "GROUP_SUBSCRIBED_TO_TOPIC");
  join("g", {.member = "m1", .metadata = "?"});
  answers();
  sync("g", "m1", 2, {{"m1", "all"}});
  EXPECT_EQ(delete_offset("g", "others"), "GROUP_SUBSCRIBED_TO_TOPIC");
}

}  // namespace
}  // namespace dogear::coordinator
