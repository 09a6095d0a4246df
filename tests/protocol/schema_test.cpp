// Our descriptions against Kafka's own: a field that is missing, that is too much or that differs
// in name, type, versions, tag, nullability or default fails.
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "protocol/any_message.hpp"
#include "schema_text.hpp"

namespace dogear::protocol {
namespace {

std::string indented(const std::string& text) {
  std::istringstream lines(text);
  std::string result;
  for (std::string line; std::getline(lines, line);) result += "  " + line + '\n';
  return result;
}

std::string head_of(const Api& api) {
  const auto flexible = api.flexible(api.versions.last) ? fmt::format("{}+", api.flexible_since)
                                                        : std::string("never");
  return fmt::format("key {} versions {}-{} flexible {}", api.key, api.versions.first,
                     api.versions.last, flexible);
}

void expect_same(const Api& api, const AnyMessage& message, const std::string& name) {
  const auto kafka = kafka_schema().find(name);
  ASSERT_NE(kafka, kafka_schema().end()) << name;
  EXPECT_EQ(head_of(api), kafka->second.head) << name;
  EXPECT_EQ(indented(message.schema()), kafka->second.text) << name;
}

TEST(Schema, EveryServedMessageIsDescribedAsKafkaDescribesIt) {
  for (const auto& any : described_apis()) {
    expect_same(any.api, any.request, std::string(any.api.name) + "Request");
    expect_same(any.api, any.response, std::string(any.api.name) + "Response");
  }
}

TEST(Schema, TheServedApisAreThese) {
  std::string names;
  for (const auto& any : described_apis())
    names += fmt::format("{} {} {}-{}\n", any.api.key, any.api.name, any.api.versions.first,
                         any.api.versions.last);
  EXPECT_EQ(names,
            "0 Produce 3-13\n"
            "1 Fetch 4-18\n"
            "2 ListOffsets 1-11\n"
            "3 Metadata 0-13\n"
            "8 OffsetCommit 2-10\n"
            "9 OffsetFetch 1-10\n"
            "10 FindCoordinator 0-6\n"
            "11 JoinGroup 0-9\n"
            "12 Heartbeat 0-4\n"
            "13 LeaveGroup 0-5\n"
            "14 SyncGroup 0-5\n"
            "15 DescribeGroups 0-6\n"
            "16 ListGroups 0-5\n"
            "18 ApiVersions 0-4\n"
            "19 CreateTopics 2-7\n"
            "20 DeleteTopics 1-6\n"
            "21 DeleteRecords 0-2\n"
            "22 InitProducerId 0-5\n"
            "23 OffsetForLeaderEpoch 2-4\n"
            "32 DescribeConfigs 1-4\n"
            "33 AlterConfigs 0-2\n"
            "35 DescribeLogDirs 1-5\n"
            "37 CreatePartitions 0-3\n"
            "42 DeleteGroups 0-2\n"
            "43 ElectLeaders 0-2\n"
            "44 IncrementalAlterConfigs 0-1\n"
            "45 AlterPartitionReassignments 0-1\n"
            "46 ListPartitionReassignments 0-0\n"
            "47 OffsetDelete 0-0\n"
            "48 DescribeClientQuotas 0-1\n"
            "49 AlterClientQuotas 0-1\n"
            "55 DescribeQuorum 0-2\n"
            "57 UpdateFeatures 0-2\n"
            "60 DescribeCluster 0-2\n"
            "61 DescribeProducers 0-0\n"
            "74 ListConfigResources 0-1\n"
            "75 DescribeTopicPartitions 0-0\n");
}

}  // namespace
}  // namespace dogear::protocol
