#include "broker/topics/log_upkeep.hpp"

#include "harness.hpp"
#include "protocol/messages/produce.hpp"
#include "storage/batch_builder.hpp"

namespace dogear::broker {
namespace {

void produce(Harness& harness, std::size_t value_size) {
  const std::string value(value_size, 'v');
  storage::BatchBuilder builder{storage::BatchProperties{}};
  builder.add(1'000'000, std::nullopt, bytes_of(value));
  protocol::ProduceRequest request{.acks = -1};
  request.topic_data = {{.name = "t", .partition_data = {{.index = 0}}}};
  request.topic_data[0].partition_data[0].records =
      protocol::Records(Slice::copy_of(builder.build()));
  const auto response = harness.ask<protocol::ProduceResponse>(request, 9);
  ASSERT_EQ(response.responses[0].partition_responses[0].error_code, ErrorCode::none);
}

TEST(LogUpkeep, SeesThatAnAppendWithoutANewSegmentExceedsRetentionBytes) {
  Harness harness;
  harness.ask_json("CreateTopics", 4,
                   R"({"topics":[{"name":"t", "numPartitions":1, "replicationFactor":1,
                       "configs":[{"name":"segment.bytes", "value":"1048576"},
                                  {"name":"retention.bytes", "value":"900000"}]}]})");
  const auto log_start = [&] {
    return harness.broker.cluster().topics.find("t")->partition(0)->log->log_start_offset();
  };
  produce(harness, 600'000);
  produce(harness, 600'000);
  const auto check_interval = Millis{300'000};
  harness.broker.advance_to(broker_time(1'000'000) + 3 * check_interval);
  EXPECT_EQ(log_start(), 0);
  produce(harness, 400'000);
  harness.broker.advance_to(broker_time(1'000'000) + 5 * check_interval);
  EXPECT_EQ(log_start(), 1);
}

ErrorCode produce_in_sequence(Harness& harness, std::int32_t sequence, std::int64_t timestamp) {
  storage::BatchProperties properties;
  properties.producer_id = 7;
  properties.producer_epoch = 0;
  properties.base_sequence = sequence;
  storage::BatchBuilder builder{properties};
  builder.add(timestamp, bytes_of("key"), bytes_of("value"));
  protocol::ProduceRequest request{.acks = -1};
  request.topic_data = {{.name = "t", .partition_data = {{.index = 0}}}};
  request.topic_data[0].partition_data[0].records =
      protocol::Records(Slice::copy_of(builder.build()));
  const auto response = harness.ask<protocol::ProduceResponse>(request, 9);
  return response.responses[0].partition_responses[0].error_code;
}

TEST(LogUpkeep, SeesTheNewSegmentOfAnAppendThatWasRefused) {
  Harness harness;
  harness.ask_json("CreateTopics", 4,
                   R"({"topics":[{"name":"t", "numPartitions":1, "replicationFactor":1,
                       "configs":[{"name":"segment.ms", "value":"1000"},
                                  {"name":"cleanup.policy", "value":"compact"}]}]})");
  produce_in_sequence(harness, 0, 1'000'000);
  produce_in_sequence(harness, 1, 1'000'000);
  harness.broker.advance_to(broker_time(1'005'000));
  EXPECT_EQ(produce_in_sequence(harness, 9, 1'005'000), ErrorCode::out_of_order_sequence_number);
  EXPECT_EQ(produce_in_sequence(harness, 2, 1'005'000), ErrorCode::none);
  harness.broker.advance_to(broker_time(1'060'000));
  EXPECT_EQ(harness.broker.cluster().topics.find("t")->partition(0)->log->first_dirty_offset(), 2);
}

TEST(LogUpkeep, ForgetsADeletedTopic) {
  Harness harness;
  const auto idle_deadline = harness.broker.next_broker_deadline();
  harness.ask_json("CreateTopics", 4,
                   R"({"topics":[{"name":"t", "numPartitions":1, "replicationFactor":1}]})");
  produce(harness, 1);
  EXPECT_NE(harness.broker.next_broker_deadline(), idle_deadline);
  harness.ask_json("DeleteTopics", 4, R"({"topicNames":["t"], "timeoutMs":1000})");
  EXPECT_EQ(harness.broker.next_broker_deadline(), idle_deadline);
}

TEST(LogUpkeep, LeavesCompactedTopicsAloneWithoutACleaner) {
  for (const auto* enabled : {"true", "false"}) {
    const std::vector<Setting> settings{{"log.cleaner.enable", enabled}};
    Harness harness(settings);
    harness.ask_json("CreateTopics", 4,
                     R"({"topics":[{"name":"t", "numPartitions":1, "replicationFactor":1,
                         "configs":[{"name":"segment.ms", "value":"1000"},
                                    {"name":"retention.ms", "value":"2000"},
                                    {"name":"cleanup.policy", "value":"compact,delete"}]}]})");
    produce_in_sequence(harness, 0, 1'000'000);
    harness.broker.advance_to(broker_time(1'005'000));
    produce_in_sequence(harness, 1, 1'005'000);
    harness.broker.advance_to(broker_time(1'060'000));
    const auto& log = *harness.broker.cluster().topics.find("t")->partition(0)->log;
    EXPECT_EQ(log.log_start_offset() > 0, std::string_view(enabled) == "true") << enabled;
  }
}

}  // namespace
}  // namespace dogear::broker
