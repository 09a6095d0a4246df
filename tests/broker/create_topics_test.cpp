#include "protocol/messages/create_topics.hpp"

#include <fmt/format.h>

#include "harness.hpp"

namespace dogear::broker {
namespace {

using protocol::CreateTopicsRequest;
using protocol::CreateTopicsResponse;
using Topic = CreateTopicsRequest::CreatableTopic;

Topic topic(std::string name, std::int32_t partitions = 1, std::int16_t replication_factor = 1) {
  Topic topic;
  topic.name = std::move(name);
  topic.num_partitions = partitions;
  topic.replication_factor = replication_factor;
  return topic;
}

Topic by_hand(std::string name, std::vector<Topic::CreatableReplicaAssignment> assignments) {
  auto wanted = topic(std::move(name), -1, -1);
  wanted.assignments = std::move(assignments);
  return wanted;
}

// One line a topic: its name, the error and what is said about it.
std::string told(const CreateTopicsResponse& response) {
  std::string text;
  for (const auto& row : response.topics)
    text += fmt::format("{}: {} {}\n", row.name, name_of(row.error_code),
                        row.error_message.value_or("-"));
  return text;
}

class CreateTopics : public testing::Test {
 protected:
  CreateTopicsResponse create(std::vector<Topic> topics) {
    return harness.ask<CreateTopicsResponse>(CreateTopicsRequest{.topics = std::move(topics)}, 7);
  }

  Harness harness{{}, 3};
};

TEST_F(CreateTopics, TellsPartitionsReplicationAndConfigs) {
  auto wanted = topic("t", 4, 2);
  wanted.configs = {{"retention.ms", "5"}};
  const auto response = create({wanted});
  ASSERT_EQ(told(response), "t: NONE -\n");
  const auto& row = response.topics[0];
  EXPECT_EQ(row.num_partitions, 4);
  EXPECT_EQ(row.replication_factor, 2);
  EXPECT_EQ(row.configs->size(), 33U);
  EXPECT_EQ(harness.broker.cluster().topics.find(row.topic_id)->config.retention_ms, 5);
}

TEST_F(CreateTopics, TakesMinusOneForTheDefaultsOfTheBroker) {
  Harness with_defaults{{{"num.partitions", "3"}, {"default.replication.factor", "2"}}, 3};
  const auto response = with_defaults.ask<CreateTopicsResponse>(
      CreateTopicsRequest{.topics = {topic("t", -1, -1)}}, 5);
  EXPECT_EQ(response.topics[0].num_partitions, 3);
  EXPECT_EQ(response.topics[0].replication_factor, 2);
}

TEST_F(CreateTopics, SpreadsLeadersOverTheNodes) {
  create({topic("t", 3, 2)});
  std::set<NodeId> leaders;
  for (const auto& partition : harness.broker.cluster().topics.find("t")->partitions) {
    leaders.insert(partition.leader);
    EXPECT_EQ(partition.replicas.front(), partition.leader);
    EXPECT_EQ(partition.replicas.size(), 2U);
  }
  EXPECT_EQ(leaders, (std::set<NodeId>{1, 2, 3}));
}

TEST_F(CreateTopics, PutsEachReplicaOnANodeOfItsOwn) {
  for (const auto* name : {"t", "u", "v", "w"}) {
    create({topic(name, 3, 3)});
    for (const auto& partition : harness.broker.cluster().topics.find(name)->partitions) {
      const std::set<NodeId> nodes(partition.replicas.begin(), partition.replicas.end());
      EXPECT_EQ(nodes, (std::set<NodeId>{1, 2, 3})) << name;
    }
  }
}

TEST_F(CreateTopics, FollowsAnAssignmentByHand) {
  const auto response = create({by_hand("t", {{1, {3, 2}}, {0, {2, 1}}})});
  EXPECT_EQ(response.topics[0].num_partitions, 2);
  EXPECT_EQ(response.topics[0].replication_factor, 2);
  const auto& partitions = harness.broker.cluster().topics.find("t")->partitions;
  EXPECT_EQ(partitions[0].replicas, (std::vector<NodeId>{2, 1}));
  EXPECT_EQ(partitions[1].replicas, (std::vector<NodeId>{3, 2}));
}

TEST_F(CreateTopics, RefusesAssignmentsThatMakeNoSense) {
  auto with_partitions = by_hand("partitions", {{0, {1}}});
  with_partitions.num_partitions = 1;
  auto with_factor = by_hand("factor", {{0, {1}}});
  with_factor.replication_factor = 1;
  EXPECT_EQ(
      told(create({with_partitions, with_factor, by_hand("twice", {{0, {1}}, {0, {1}}}),
                   by_hand("empty", {{0, {}}}), by_hand("unknown", {{0, {1, 7}}}),
                   by_hand("same", {{0, {1, 1}}}), by_hand("uneven", {{0, {1}}, {1, {1, 2}}}),
                   by_hand("gap", {{0, {1}}, {2, {1}}})})),
      "partitions: INVALID_REQUEST A manual partition assignment was specified, but numPartitions "
      "was not set to -1.\n"
      "factor: INVALID_REQUEST A manual partition assignment was specified, but replication factor "
      "was not set to -1.\n"
      "twice: INVALID_REPLICA_ASSIGNMENT Found multiple manual partition assignments for partition "
      "0\n"
      "empty: INVALID_REPLICA_ASSIGNMENT The manual partition assignment includes an empty replica "
      "list.\n"
      "unknown: INVALID_REPLICA_ASSIGNMENT The manual partition assignment includes broker 7, but "
      "no such broker is registered.\n"
      "same: INVALID_REPLICA_ASSIGNMENT The manual partition assignment includes the broker 1 more "
      "than once.\n"
      "uneven: INVALID_REPLICA_ASSIGNMENT The manual partition assignment includes a partition "
      "with 2 replica(s), but this is not consistent with previous partitions, which have 1 "
      "replica(s).\n"
      "gap: INVALID_REPLICA_ASSIGNMENT partitions should be a consecutive 0-based integer "
      "sequence\n");
}

TEST_F(CreateTopics, RefusesIllegalAndCollidingNames) {
  create({topic("a.b"), topic("taken")});
  EXPECT_EQ(told(create({topic(""), topic(".."), topic("x y"), topic("a_b"), topic("taken"),
                         topic("a.b"), topic("__cluster_metadata")})),
            ": INVALID_TOPIC_EXCEPTION Topic name is invalid: the empty string is not allowed\n"
            "..: INVALID_TOPIC_EXCEPTION Topic name is invalid: '..' is not allowed\n"
            "x y: INVALID_TOPIC_EXCEPTION Topic name is invalid: 'x y' contains one or more "
            "characters other than ASCII alphanumerics, '.', '_' and '-'\n"
            "a_b: INVALID_TOPIC_EXCEPTION Topic 'a_b' collides with existing topic: a.b\n"
            "taken: TOPIC_ALREADY_EXISTS Topic 'taken' already exists.\n"
            "a.b: TOPIC_ALREADY_EXISTS Topic 'a.b' already exists.\n"
            "__cluster_metadata: INVALID_REQUEST Creation of internal topic __cluster_metadata is "
            "prohibited.\n");
}

TEST_F(CreateTopics, TakesTheCollidingNamesOfOneRequest) {
  EXPECT_EQ(told(create({topic("a.b"), topic("a_b")})), "a.b: NONE -\na_b: NONE -\n");
}

TEST_F(CreateTopics, RefusesNumbersThatCannotBe) {
  EXPECT_EQ(told(create({topic("none", 0), topic("minus", -2), topic("factor", 0, 0),
                         topic("many", 1, 4)})),
            "none: INVALID_PARTITIONS Number of partitions was set to an invalid non-positive "
            "value.\n"
            "minus: INVALID_PARTITIONS Number of partitions was set to an invalid non-positive "
            "value.\n"
            "factor: INVALID_REPLICATION_FACTOR Replication factor must be larger than 0, or -1 to "
            "use the default value.\n"
            "many: INVALID_REPLICATION_FACTOR Unable to replicate the partition 4 time(s): The "
            "target replication factor of 4 cannot be reached because only 3 broker(s) are "
            "registered or some brokers have all their log directories cordoned.\n");
}

TEST_F(CreateTopics, LooksAtConfigsBeforePartitions) {
  auto bad = topic("bad", 0);
  bad.configs = {{"retention.ms", "x"}};
  auto null = topic("null", 0);
  null.configs = {{"retention.ms", std::nullopt}};
  EXPECT_EQ(told(create({bad, null})),
            "bad: INVALID_CONFIG Invalid value x for configuration retention.ms: Not a number of "
            "type LONG\n"
            "null: INVALID_CONFIG Null value not supported for topic configs: retention.ms\n");
}

TEST_F(CreateTopics, AnswersForNamesThatAreGivenTwiceAfterAllOthers) {
  EXPECT_EQ(told(create({topic("twice"), topic("once"), topic("twice"), topic("twice")})),
            "once: NONE -\ntwice: INVALID_REQUEST Duplicate topic name.\n");
}

TEST_F(CreateTopics, RefusesAllOfTooMuch) {
  const std::string too_many =
      "POLICY_VIOLATION Excessively large number of partitions per request.\n";
  EXPECT_EQ(told(create({topic("a", 5000), topic("b", 5001)})),
            "a: " + too_many + "b: " + too_many);
  // One record for each topic and each partition.
  EXPECT_EQ(told(create({topic("a", 5000), topic("b", 4999)})),
            "a: POLICY_VIOLATION Unable to perform excessively large batch operation.\n"
            "b: POLICY_VIOLATION Unable to perform excessively large batch operation.\n");
  constexpr auto most = std::numeric_limits<std::int32_t>::max();
  EXPECT_EQ(told(create({topic("a", most), topic("b", most)})),
            "a: UNKNOWN_SERVER_ERROR -\nb: UNKNOWN_SERVER_ERROR -\n");
  EXPECT_EQ(harness.broker.cluster().topics.size(), 0U);
}

TEST_F(CreateTopics, CreatesNothingWhenItOnlyValidates) {
  const auto validated = harness.ask<CreateTopicsResponse>(
      CreateTopicsRequest{.topics = {topic("t")}, .validate_only = true}, 7);
  EXPECT_EQ(told(validated), "t: NONE -\n");
  EXPECT_FALSE(harness.broker.cluster().topics.find("t"));
}

TEST_F(CreateTopics, HasNoTimeForATimeoutOfZero) {
  const auto late = harness.ask<CreateTopicsResponse>(
      CreateTopicsRequest{.topics = {topic("t")}, .timeout_ms = 0}, 7);
  EXPECT_EQ(told(late), "t: REQUEST_TIMED_OUT -\n");
  EXPECT_FALSE(harness.broker.cluster().topics.find("t"));
}

TEST_F(CreateTopics, GivesEveryIncarnationAnIdOfItsOwn) {
  const auto first = create({topic("t")}).topics[0].topic_id;
  harness.ask_json("DeleteTopics", 5, R"({"topicNames":["t"], "timeoutMs":1000})");
  EXPECT_NE(create({topic("t")}).topics[0].topic_id, first);
}

}  // namespace
}  // namespace dogear::broker
