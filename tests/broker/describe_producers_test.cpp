#include "protocol/messages/describe_producers.hpp"

#include "harness.hpp"
#include "protocol/messages/produce.hpp"
#include "storage/batch_builder.hpp"

namespace dogear::broker {
namespace {

using protocol::DescribeProducersRequest;
using protocol::DescribeProducersResponse;
using protocol::ProduceRequest;
using protocol::ProduceResponse;

void produce(Harness& harness, ProducerId id) {
  storage::BatchProperties properties;
  properties.producer_id = id;
  properties.producer_epoch = 0;
  properties.base_sequence = 0;
  storage::BatchBuilder builder{properties};
  builder.add(1'000'000, std::nullopt, bytes_of("v"));
  ProduceRequest request{.acks = -1};
  request.topic_data = {{.name = "t", .partition_data = {{.index = 0}}}};
  request.topic_data[0].partition_data[0].records =
      protocol::Records(Slice::copy_of(builder.build()));
  const auto response = harness.ask<ProduceResponse>(request, 9);
  ASSERT_EQ(response.responses[0].partition_responses[0].error_code, ErrorCode::none);
}

// Java's HashMap of few keys has 16 buckets: 1 and 17 share one.
TEST(DescribeProducers, TellsThemInTheOrderOfAHashMapOfTheirIds) {
  Harness harness;
  harness.ask_json("CreateTopics", 4,
                   R"({"topics":[{"name":"t", "numPartitions":1, "replicationFactor":1}]})");
  for (const ProducerId id : {1, 17, 34, 16}) produce(harness, id);

  DescribeProducersRequest request;
  request.topics = {{"t", {0}}};
  const auto response = harness.ask<DescribeProducersResponse>(request, 0);
  std::vector<ProducerId> told;
  for (const auto& producer : response.topics.at(0).partitions.at(0).active_producers)
    told.push_back(producer.producer_id);
  EXPECT_EQ(told, (std::vector<ProducerId>{16, 1, 17, 34}));
}

}  // namespace
}  // namespace dogear::broker
