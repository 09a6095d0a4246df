#include "protocol/messages/describe_log_dirs.hpp"

#include "harness.hpp"
#include "protocol/messages/create_topics.hpp"

namespace dogear::broker {
namespace {

using protocol::CreateTopicsRequest;
using protocol::CreateTopicsResponse;
using protocol::DescribeLogDirsRequest;
using protocol::DescribeLogDirsResponse;

CreateTopicsRequest::CreatableTopic on_node_1(const std::string& name, PartitionIndex partitions) {
  CreateTopicsRequest::CreatableTopic topic{
      .name = name, .num_partitions = -1, .replication_factor = -1};
  for (PartitionIndex i = 0; i < partitions; ++i) topic.assignments.push_back({i, {1}});
  return topic;
}

// The orders are those of a HashMap of TopicPartitions in Java: see answer_order_test.cpp.
TEST(DescribeLogDirs, TellsPartitionsInTheOrderOfAMapOfAllLogs) {
  Harness harness;
  CreateTopicsRequest create;
  create.topics = {on_node_1("orders", 13), on_node_1("payments", 3), on_node_1("others", 4)};
  harness.ask<CreateTopicsResponse>(create, 7);

  DescribeLogDirsRequest request;
  request.topics = {{"orders", {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}}};
  const auto response = harness.ask<DescribeLogDirsResponse>(request, 4);
  ASSERT_EQ(response.results.size(), 1);
  ASSERT_EQ(response.results[0].topics.size(), 1);
  std::vector<PartitionIndex> told;
  for (const auto& partition : response.results[0].topics[0].partitions)
    told.push_back(partition.partition_index);
  EXPECT_EQ(told, (std::vector<PartitionIndex>{7, 8, 9, 10, 11, 12, 0, 1, 2, 3, 4, 5, 6}));
}

}  // namespace
}  // namespace dogear::broker
