#include "protocol/messages/describe_producers.hpp"

#include "produce_batch.hpp"

namespace dogear::broker {
namespace {

using protocol::DescribeProducersRequest;
using protocol::DescribeProducersResponse;

void produce(Harness& harness, ProducerId id) {
  storage::BatchProperties properties;
  properties.producer_id = id;
  properties.producer_epoch = 0;
  properties.base_sequence = 0;
  storage::BatchBuilder builder{properties};
  builder.add(1'000'000, std::nullopt, bytes_of("v"));
  produce_batch(harness, "t", builder);
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
