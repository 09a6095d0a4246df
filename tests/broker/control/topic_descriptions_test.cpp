// What the verbs that only look tell of topics and their records.
#include "broker/topics/offsets_topic.hpp"
#include "control_verbs.hpp"
#include "storage/batch_builder.hpp"

namespace dogear::broker::control {
namespace {

using TopicDescriptions = ControlVerbs;
using TopicRecords = ControlVerbs;

TEST_F(TopicDescriptions, ListsTopicsByName) {
  EXPECT_EQ(ask("topics", "list", "{}"), R"({"topics":[]})");
  create(R"({"name":"u"})");
  create(R"({"name":"t", "partitions":2})");
  produce(R"({"topic":"t", "records":[{"partition":1, "value":"x", "timestamp":0}]})");
  const auto row = [&](int i) {
    auto topic = json::parse(ask("topics", "list", "{}")).at("topics").at(i).as_object();
    topic.stable_erase(topic.find("id"));
    return json::serialize(topic);
  };
  EXPECT_EQ(row(0), R"({"topic":"t","partitions":2,"replicationFactor":1,"internal":false,)"
                    R"("bytes":69})");
  EXPECT_EQ(row(1), R"({"topic":"u","partitions":1,"replicationFactor":1,"internal":false,)"
                    R"("bytes":0})");
}

TEST_F(TopicDescriptions, TellATopicAndItsLogs) {
  create(R"({"name":"t", "partitions":2, "configs":{"retention.ms":1000}})");
  produce(R"({"topic":"t", "records":[{"partition":1, "value":"x", "timestamp":0}]})");
  EXPECT_EQ(told("topics", "describe", R"({"topic":"t"})", "/configs"),
            R"({"retention.ms":"1000"})");
  EXPECT_EQ(told("topics", "describe", R"({"topic":"t"})", "/partitions/0/highWatermark"), "0");
  EXPECT_EQ(told("topics", "describe", R"({"topic":"t", "partition":1})", "/partitions"),
            R"([{"partition":1,"leader":1,"leaderEpoch":0,"replicas":[1],"inSync":[1],)"
            R"("logStartOffset":0,"lastStableOffset":1,"highWatermark":1,"logEndOffset":1,)"
            R"("epochs":[{"epoch":0,"startOffset":0}],"segments":1,"bytes":69}])");
}

TEST_F(TopicDescriptions, WhatIsNotThereIsNamed) {
  create(R"({"name":"t"})");
  EXPECT_EQ(ask("topics", "describe", R"({"topic":"u"})"),
            "404 UNKNOWN_TOPIC_OR_PARTITION: topic: This server does not host this "
            "topic-partition.");
  EXPECT_EQ(ask("topics", "records", R"({"topic":"t", "partition":1})"),
            "404 UNKNOWN_TOPIC_OR_PARTITION: partition: the topic has 1 partitions");
  EXPECT_EQ(ask("topics", "describe", "{}"), "400 Bad Request: topic: is missing");
  EXPECT_EQ(ask("topics", "list", R"({"topic":"t"})"), "400 Bad Request: topic: is unknown");
}

TEST_F(ControlVerbs, TopicsAreDeletedAsAnAdminDeletesThem) {
  create(R"({"name":"t"})");
  const auto id = harness.broker.cluster().topics.find("t")->id.to_string();
  set_offsets(R"({"group":"g", "offsets":[{"topic":"t", "partition":0, "offset":1}]})");
  EXPECT_EQ(ask("topics", "delete", R"({"topic":"t"})"), R"({"topic":"t","id":")" + id + R"("})");
  EXPECT_EQ(harness.broker.cluster().topics.find("t"), nullptr);
  EXPECT_EQ(told("groups", "committed", R"({"group":"g"})", "/offsets"), "[]");
  EXPECT_EQ(ask("topics", "delete", R"({"topic":"t"})"),
            "404 UNKNOWN_TOPIC_OR_PARTITION: topic: This server does not host this "
            "topic-partition.");
}

TEST_F(TopicRecords, AreToldAsTheyCanBeProduced) {
  create(R"({"name":"t", "partitions":2})");
  produce(R"({"topic":"t", "records":[
      {"partition":1, "key":"a", "value":{"base64":"AP8="}, "timestamp":5,
       "headers":[{"key":"h", "value":"1"}, {"key":"h"}]}, {"partition":0, "timestamp":6}]})");
  EXPECT_EQ(ask("topics", "records", R"({"topic":"t"})"),
            R"({"topic":"t","records":[)"
            R"({"partition":0,"offset":0,"timestamp":6,"key":null,"value":null,"headers":[],)"
            R"("leaderEpoch":0},)"
            R"({"partition":1,"offset":0,"timestamp":5,"key":"a","value":{"base64":"AP8="},)"
            R"("headers":[{"key":"h","value":"1"},{"key":"h","value":null}],"leaderEpoch":0}],)"
            R"("partitions":[{"partition":0,"logStartOffset":0,"nextOffset":1,"highWatermark":1},)"
            R"({"partition":1,"logStartOffset":0,"nextOffset":1,"highWatermark":1}]})");
}

TEST_F(TopicRecords, AreReadOnFromWhereTheAnswerEnded) {
  create(R"({"name":"t"})");
  json::array records;
  for (int i = 0; i < 250; ++i) records.push_back(json::object{{"value", std::to_string(i)}});
  produce(json::serialize(json::object{{"topic", "t"}, {"records", records}}));
  const auto count = [&](std::string_view request) {
    return json::parse(ask("topics", "records", request)).at("records").as_array().size();
  };
  EXPECT_EQ(count(R"({"topic":"t"})"), 100U);
  EXPECT_EQ(told("topics", "records", R"({"topic":"t"})", "/partitions/0/nextOffset"), "100");
  EXPECT_EQ(count(R"({"topic":"t", "from":100, "max":200})"), 150U);
  EXPECT_EQ(told("topics", "records", R"({"topic":"t", "from":249})", "/records/0/value"),
            R"("249")");
  EXPECT_EQ(count(R"({"topic":"t", "from":9223372036854775807})"), 0U);
  EXPECT_EQ(ask("topics", "records", R"({"topic":"t", "max":10001})"),
            "400 Bad Request: max: expected a number from 1 to 10000");
}

TEST_F(TopicRecords, EndWhenTheyBecomeTooManyBytes) {
  create(R"({"name":"t", "configs":{"max.message.bytes":10000000}})");
  const std::string megabyte(1'000'000, 'x');
  json::array records;
  for (int i = 0; i < 12; ++i) records.push_back(json::object{{"value", megabyte}});
  produce(json::serialize(json::object{{"topic", "t"}, {"records", records}}));
  EXPECT_EQ(told("topics", "records", R"({"topic":"t"})", "/partitions/0/nextOffset"), "9");
}

TEST_F(TopicRecords, NameTheirProducer) {
  create(R"({"name":"t"})");
  storage::BatchBuilder builder({.producer_id = 7, .producer_epoch = 1, .base_sequence = 0});
  builder.add(5, bytes_of("a"), std::nullopt);
  builder.add(5, bytes_of("b"), std::nullopt);
  harness.ask_json("Produce", 9,
                   fmt::format(R"({{"acks":-1, "topicData":[{{"name":"t", "partitionData":[
                                   {{"index":0, "records":"{}"}}]}}]}})",
                               protocol::to_base64(builder.build())));
  EXPECT_EQ(told("topics", "records", R"({"topic":"t"})", "/records/1"),
            R"({"partition":0,"offset":1,"timestamp":5,"key":"b","value":null,"headers":[],)"
            R"("leaderEpoch":0,"producerId":7,"producerEpoch":1,"sequence":1,)"
            R"("transactional":false})");
}

TEST_F(TopicRecords, OfGroupsAreDecoded) {
  create(R"({"name":"t", "partitions":2})");
  set_offsets(R"({"group":"g", "offsets":[{"topic":"t", "partition":0, "offset":2}]})");
  const auto member = join();
  const auto record = [&](int i, std::string_view member_of) {
    return told("topics", "records", R"({"topic":"__consumer_offsets"})",
                fmt::format("/records/{}/{}", i, member_of));
  };
  EXPECT_EQ(record(0, "key"), R"({"type":1,"data":{"group":"g","topic":"t","partition":0}})");
  EXPECT_EQ(record(0, "value/version"), "4");
  EXPECT_EQ(record(0, "value/data/offset"), "2");
  EXPECT_EQ(record(1, "key"), R"({"type":2,"data":{"group":"g"}})");
  EXPECT_EQ(record(1, "value/data/members/0/memberId"), '"' + member + '"');
  EXPECT_EQ(record(1, "value/data/members/0/subscription"), R"(["t"])");
  EXPECT_EQ(record(1, "value/data/members/0/assignment"), R"([{"topic":"t","partitions":[0,1]}])");
  ask("topics", "delete", R"({"topic":"t"})");
  EXPECT_EQ(record(2, "value"), "null");
}

}  // namespace
}  // namespace dogear::broker::control
