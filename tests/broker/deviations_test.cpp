// Requests that Kafka never answers: docs/deviations.md.
#include "harness.hpp"
#include "protocol/json.hpp"
#include "storage/batch_builder.hpp"

namespace dogear::broker {
namespace {

std::string one_record() {
  storage::BatchBuilder builder({});
  builder.add(0, std::nullopt, bytes_of("x"));
  return protocol::to_base64(builder.build());
}

TEST(Deviations, APartitionWithoutRecordsIsRefusedAndTheOthersAreAppendedTo) {
  Harness harness;
  harness.ask_json("CreateTopics", 4,
                   R"({"topics":[{"name":"t", "numPartitions":2, "replicationFactor":1}]})");
  const auto answer =
      harness.ask_json("Produce", 9,
                       R"({"acks":-1, "timeoutMs":1000, "topicData":[{"name":"t", "partitionData":[
          {"index":0, "records":null}, {"index":1, "records":")" +
                           one_record() + R"("}]}]})");
  const auto& rows = answer.at("responses").at(0).at("partitionResponses");
  EXPECT_EQ(rows.at(0).at("errorCode"), "INVALID_RECORD");
  EXPECT_EQ(rows.at(0).at("baseOffset"), -1);
  EXPECT_EQ(rows.at(1).at("errorCode"), "NONE");
  EXPECT_EQ(rows.at(1).at("baseOffset"), 0);
}

TEST(Deviations, ASubscriptionOfMoreTopicsThanItHoldsKeepsNobodyWaitingAndCountsAsEveryTopic) {
  Harness harness(std::vector<Setting>{{"group.initial.rebalance.delay.ms", "0"}});
  harness.ask_json("CreateTopics", 4,
                   R"({"topics":[{"name":"t", "numPartitions":1, "replicationFactor":1}]})");
  harness.ask_json("FindCoordinator", 0, R"({"key":"g"})");
  // Version 0, five topics, of which one begins.
  const auto joined = harness.ask_json(
      "JoinGroup", 3,
      R"({"groupId":"g", "sessionTimeoutMs":10000, "rebalanceTimeoutMs":10000, "memberId":"",
          "protocolType":"consumer",
          "protocols":[{"name":"range", "metadata":"AAAAAAAFAAFv"}]})");
  EXPECT_EQ(joined.at("errorCode"), "NONE");
  EXPECT_EQ(joined.at("members").at(0).at("metadata"), "AAAAAAAFAAFv");
  const auto deleted = harness.ask_json(
      "OffsetDelete", 0,
      R"({"groupId":"g", "topics":[{"name":"t", "partitions":[{"partitionIndex":0}]}]})");
  EXPECT_EQ(deleted.at("topics").at(0).at("partitions").at(0).at("errorCode"),
            "GROUP_SUBSCRIBED_TO_TOPIC");
}

TEST(Deviations, AProtocolThatAMemberNamesTwiceCountsOnce) {
  Harness harness(std::vector<Setting>{{"group.initial.rebalance.delay.ms", "0"}});
  harness.ask_json("FindCoordinator", 0, R"({"key":"g"})");
  const auto joined = harness.ask_json(
      "JoinGroup", 3,
      R"({"groupId":"g", "sessionTimeoutMs":10000, "rebalanceTimeoutMs":10000, "memberId":"",
          "protocolType":"consumer",
          "protocols":[{"name":"range", "metadata":"AQ=="}, {"name":"range", "metadata":"Ag=="}]})");
  EXPECT_EQ(joined.at("errorCode"), "NONE");
  EXPECT_EQ(joined.at("protocolName"), "range");
}

}  // namespace
}  // namespace dogear::broker
