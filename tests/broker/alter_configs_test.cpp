// Altered configs where no conversation gets: requests that Kafka never answers, limits, snapshots.
#include "harness.hpp"

namespace dogear::broker {
namespace {

const char* const make_topic =
    R"({"topics":[{"name":"t", "numPartitions":1, "replicationFactor":1}]})";

std::string set(const std::string& type, const std::string& resource, const std::string& name,
                const std::string& value, int operation = 0) {
  return R"({"resources":[{"resourceType":)" + type + R"(, "resourceName":")" + resource +
         R"(", "configs":[{"name":")" + name + R"(", "configOperation":)" +
         std::to_string(operation) + R"(, "value":")" + value + R"("}]}]})";
}

boost::json::value alter(Harness& harness, const std::string& request) {
  return harness.ask_json("IncrementalAlterConfigs", 1, request).at("responses").at(0);
}

const storage::TopicConfig& config(const Harness& harness) {
  return harness.broker.cluster().topics.find("t")->config;
}

TEST(AlterConfigs, AnswersWhereAResourceIsNamedTwiceAndKafkaNeverDoes) {
  Harness harness;
  harness.ask_json("CreateTopics", 4, make_topic);
  const auto answer = harness.ask_json("AlterConfigs", 1, R"({"resources":[
      {"resourceType":32, "resourceName":"g", "configs":[{"name":"retention.ms", "value":"1"}]},
      {"resourceType":2, "resourceName":"t", "configs":[{"name":"retention.ms", "value":"5"}]},
      {"resourceType":32, "resourceName":"g", "configs":[]}]})");
  const auto& rows = answer.at("responses");
  EXPECT_EQ(rows.at(0).at("errorMessage"), "Each resource must appear at most once.");
  EXPECT_EQ(rows.at(1).at("errorCode"), "NONE");
  EXPECT_EQ(rows.at(2).at("errorCode"), "INVALID_REQUEST");
  EXPECT_EQ(config(harness).retention_ms, 5);
}

TEST(AlterConfigs, RefusesAListThatGrowsBeyondWhatKafkaWritesDown) {
  Harness harness;
  const auto reporters = [](char c) { return std::string(20'000, c); };
  EXPECT_EQ(alter(harness, set("2", "t", "cleanup.policy", reporters('a'), 2)).at("errorCode"),
            "INVALID_CONFIG");
  harness.ask_json("CreateTopics", 4, make_topic);
  std::string replicas = "0:1";
  while (replicas.size() < 20'000) replicas += ",0:1";
  EXPECT_EQ(alter(harness, set("2", "t", "leader.replication.throttled.replicas", replicas))
                .at("errorCode"),
            "NONE");
  const auto more = alter(harness, set("2", "t", "leader.replication.throttled.replicas",
                                       std::string(20'000, '7') + ":1", 2));
  EXPECT_EQ(more.at("errorCode"), "INVALID_CONFIG");
  EXPECT_NE(more.at("errorMessage").as_string().find("32767"), std::string::npos);
}

TEST(AlterConfigs, RefusesTenThousandConfigsAtOnce) {
  Harness harness;
  std::string configs;
  for (int i = 0; i <= 10'000; ++i)
    configs += std::string(i ? "," : "") + R"({"name":"c)" + std::to_string(i) +
               R"(", "configOperation":0, "value":""})";
  const auto answer = alter(harness, R"({"resources":[{"resourceType":4, "resourceName":"1",
                                         "configs":[)" +
                                         configs + "]}]}");
  EXPECT_EQ(answer.at("errorCode"), "POLICY_VIOLATION");
  EXPECT_EQ(answer.at("errorMessage"), "Unable to perform excessively large batch operation.");
}

TEST(AlterConfigs, ComeBackWithASnapshot) {
  Harness harness;
  harness.ask_json("CreateTopics", 4, make_topic);
  alter(harness, set("4", "", "message.max.bytes", "100"));
  const auto snapshot = harness.broker.take_snapshot();
  alter(harness, set("4", "", "message.max.bytes", "200"));
  alter(harness, set("2", "t", "retention.ms", "5"));
  EXPECT_EQ(config(harness).max_message_bytes, 200);
  harness.broker.restore(snapshot);
  EXPECT_EQ(config(harness).max_message_bytes, 100);
  EXPECT_EQ(config(harness).retention_ms, 604'800'000);
  EXPECT_EQ(harness.broker.cluster().config.topic_defaults.max_message_bytes, 100);
}

TEST(AlterConfigs, OfOneBrokerActWhereItIsTheOnlyOne) {
  Harness alone;
  alone.ask_json("CreateTopics", 4, make_topic);
  alter(alone, set("4", "1", "message.max.bytes", "100"));
  EXPECT_EQ(config(alone).max_message_bytes, 100);
  Harness one_of_two({}, 2);
  one_of_two.ask_json("CreateTopics", 4, make_topic);
  alter(one_of_two, set("4", "1", "message.max.bytes", "100"));
  EXPECT_EQ(config(one_of_two).max_message_bytes, 1'048'588);
  alter(one_of_two, set("4", "", "message.max.bytes", "200"));
  EXPECT_EQ(config(one_of_two).max_message_bytes, 200);
}

TEST(AlterConfigs, ReachTheUpkeepOfEveryLog) {
  Harness harness;
  EXPECT_EQ(alter(harness, set("4", "", "producer.id.expiration.ms", "5000")).at("errorCode"),
            "NONE");
  EXPECT_EQ(alter(harness, set("4", "", "log.cleaner.backoff.ms", "7")).at("errorCode"), "NONE");
  EXPECT_EQ(harness.broker.cluster().config.producer_id_expiration, Millis{5000});
  EXPECT_EQ(harness.broker.cluster().config.log_cleaner_backoff, Millis{7});
}

TEST(AlterConfigs, NameOnceInTheLogWhatMeansNothingHere) {
  Harness harness;
  harness.ask_json("CreateTopics", 4, make_topic);
  harness.log();
  alter(harness, set("2", "t", "flush.ms", "5"));
  alter(harness, set("2", "t", "retention.ms", "5"));
  alter(harness, set("2", "t", "flush.ms", "6"));
  alter(harness, set("4", "", "num.io.threads", "9"));
  EXPECT_EQ(harness.log(),
            (std::vector<std::string>{"configs without effect in Dogear: flush.ms",
                                      "configs without effect in Dogear: num.io.threads"}));
}

TEST(AlterConfigs, OfANewTopicAreNamedInTheLogIfTheyMeanNothingHere) {
  Harness harness;
  harness.ask_json("CreateTopics", 4,
                   R"({"topics":[{"name":"t", "numPartitions":1, "replicationFactor":1,
                                  "configs":[{"name":"flush.ms", "value":"5"}]}]})");
  EXPECT_EQ(harness.log(), std::vector<std::string>{"configs without effect in Dogear: flush.ms"});
}

}  // namespace
}  // namespace dogear::broker
