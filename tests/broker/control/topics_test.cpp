// The verbs that make and fill topics, asked as users ask; what came of it is read as clients read
// it.
#include "broker/control/java_partitioner.hpp"
#include "control_verbs.hpp"

namespace dogear::broker::control {
namespace {

TEST_F(ControlVerbs, TopicsAreCreatedWithTheirConfigs) {
  const auto told = create(
      R"({"name":"orders", "partitions":3,
          "configs":{"cleanup.policy":["compact","delete"], "retention.ms":1000}})");
  EXPECT_TRUE(told.starts_with(R"({"name":"orders","id":")")) << told;
  EXPECT_TRUE(told.ends_with(R"(","partitions":3,"replicationFactor":1})")) << told;
  const auto& topic = *harness.broker.cluster().topics.find("orders");
  EXPECT_EQ(topic.partitions.size(), 3U);
  EXPECT_TRUE(topic.config.cleanup_policy.compact);
  EXPECT_EQ(topic.config.retention_ms, 1000);
}

TEST_F(ControlVerbs, TopicsAreRefusedInKafkasWordsAndByMember) {
  create(R"({"name":"orders"})");
  EXPECT_EQ(create(R"({"name":"orders"})"),
            "409 TOPIC_ALREADY_EXISTS: name: Topic 'orders' already exists.");
  EXPECT_TRUE(create(R"({"name":"a b"})").starts_with("400 INVALID_TOPIC_EXCEPTION: name: "));
  EXPECT_EQ(create(R"({"name":"t", "configs":{"retention.mss":1}})"),
            "400 INVALID_CONFIG: configs.retention.mss: Unknown topic config name: retention.mss; "
            "did you mean retention.ms?");
  EXPECT_TRUE(create(R"({"name":"t", "replicationFactor":2})")
                  .starts_with("400 INVALID_REPLICATION_FACTOR: replicationFactor: "));
  EXPECT_EQ(create(R"({"name":"t", "partitions":0})"),
            "400 Bad Request: partitions: expected a number from 1 to 2147483647");
  EXPECT_EQ(
      create(R"({"name":"t", "partitions":2147483647})"),
      "400 POLICY_VIOLATION: partitions: Excessively large number of partitions per request.");
  EXPECT_EQ(create(R"({"partitions":1})"), "400 Bad Request: name: is missing");
  EXPECT_EQ(create(R"({"name":7})"), "400 Bad Request: name: expected a string");
  EXPECT_EQ(create(R"({"name":"t", "configs":[]})"),
            "400 Bad Request: configs: expected an object");
  EXPECT_EQ(create(R"({"name":"t", "partition":1})"),
            "400 Bad Request: partition: is unknown; expected one of: name, partitions, "
            "replicationFactor, configs");
}

TEST_F(ControlVerbs, RecordsComeOutAsTheyWentIn) {
  create(R"({"name":"t"})");
  EXPECT_EQ(produce(R"({"topic":"t", "records":[
      {"key":"a", "value":"b", "timestamp":5, "headers":{"h":"1", "n":null}},
      {"key":{"id":1}, "value":[1,"x"], "headers":[{"key":"h", "value":"1"}, {"key":"h"}]},
      {"key":"a", "value":null},
      {"value":{"base64":"AGEA"}, "timestamp":"1970-01-01T00:00:01Z"}]})"),
            R"({"topic":"t","records":[{"partition":0,"offset":0},{"partition":0,"offset":1},)"
            R"({"partition":0,"offset":2},{"partition":0,"offset":3}]})");
  EXPECT_EQ(fetched("t"), std::string("0@5 a=b {h=1} {n=null}\n"
                                      "1@1000000 {\"id\":1}=[1,\"x\"] {h=1} {h=null}\n"
                                      "2@1000000 a=null\n"
                                      "3@1000 null=") +
                              std::string("\0a\0\n", 4));
}

TEST_F(ControlVerbs, RecordsGoWhereTheirKeySays) {
  create(R"({"name":"t", "partitions":3})");
  produce(R"({"topic":"t", "records":[{"value":"0"}, {"value":"1"}, {"value":"2"}, {"value":"3"},
      {"key":"k", "partition":2, "value":"4"}]})");
  EXPECT_EQ(fetched("t", 0), "0@1000000 null=0\n1@1000000 null=3\n");
  EXPECT_EQ(fetched("t", 1), "0@1000000 null=1\n");
  EXPECT_EQ(fetched("t", 2), "0@1000000 null=2\n1@1000000 k=4\n");
  EXPECT_EQ(produce(R"({"topic":"t", "records":[{"key":"21", "value":"x"}]})"),
            fmt::format(R"({{"topic":"t","records":[{{"partition":{},"offset":2}}]}})",
                        partition_for_key(bytes_of("21"), 3)));
}

TEST_F(ControlVerbs, ManyRecordsAreManyBatches) {
  create(R"({"name":"t", "configs":{"max.message.bytes":20000}})");
  json::array records;
  for (int i = 0; i < 100; ++i) records.push_back(json::object{{"value", std::string(1000, 'x')}});
  const json::object request{{"topic", "t"}, {"records", records}};
  const auto told = produce(json::serialize(request));
  EXPECT_TRUE(told.ends_with(R"({"partition":0,"offset":99}]})")) << told;
  EXPECT_EQ(produce(R"({"topic":"t", "records":[{"value":")" + std::string(30'000, 'x') + R"("}]})")
                .substr(0, 40),
            "400 MESSAGE_TOO_LARGE: records[0]: The r");
}

TEST_F(ControlVerbs, AnUnknownTopicIsCreatedOnlyWhereClientsMay) {
  EXPECT_EQ(produce(R"({"topic":"new", "records":[{"value":"x"}]})"),
            R"({"topic":"new","records":[{"partition":0,"offset":0}]})");
  harness.broker.cluster().config.auto_create_topics_enable = false;
  EXPECT_EQ(produce(R"({"topic":"other", "records":[{"value":"x"}]})"),
            "404 UNKNOWN_TOPIC_OR_PARTITION: topic: This server does not host this "
            "topic-partition.");
}

TEST_F(ControlVerbs, RecordsThatDoNotFitAreNamed) {
  create(R"({"name":"t"})");
  EXPECT_EQ(produce(R"({"topic":"t"})"), "400 Bad Request: records: is missing");
  EXPECT_EQ(produce(R"({"topic":"t", "records":[{}, 1]})"),
            "400 Bad Request: records[1]: expected an object");
  EXPECT_EQ(produce(R"({"topic":"t", "records":[{}, {"partition":1}]})"),
            "400 Bad Request: records[1].partition: the topic has 1 partitions");
  EXPECT_EQ(produce(R"({"topic":"t", "records":[{"valu":"x"}]})"),
            "400 Bad Request: records[0].valu: is unknown; expected one of: key, value, partition, "
            "timestamp, headers");
  EXPECT_EQ(produce(R"({"topic":"t", "records":[{"value":{"base64":"?"}}]})"),
            "400 Bad Request: records[0].value: is not base64");
  EXPECT_EQ(produce(R"({"topic":"t", "records":[{"headers":[{"value":"x"}]}]})"),
            "400 Bad Request: records[0].headers[0].key: is missing");
  EXPECT_EQ(fetched("t"), "");
}

// What Utils.murmur2 of kafka-clients 4.3.1 gives.
TEST(JavaPartitioner, HashesAsJava) {
  EXPECT_EQ(murmur2(bytes_of("")), 275646681);
  EXPECT_EQ(murmur2(bytes_of("21")), -973932308);
  EXPECT_EQ(murmur2(bytes_of("abc")), 479470107);
  EXPECT_EQ(murmur2(bytes_of("foobar")), -790332482);
  EXPECT_EQ(murmur2(bytes_of("a-little-bit-long-string")), -985981536);
}

}  // namespace
}  // namespace dogear::broker::control
