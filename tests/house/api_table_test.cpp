// Every handler file has a row in the API table, and the table holds exactly the APIs that Dogear
// promises to serve.
#include "broker/api_table.hpp"

#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sources.hpp"

namespace dogear::house {
namespace {

const std::set<std::string> rows = {
#define DOGEAR_NAME(api) #api,
    DOGEAR_SERVED_APIS(DOGEAR_NAME)
#undef DOGEAR_NAME
};

std::set<std::string> handler_files() {
  static constexpr std::string_view folder[] = {"broker/handlers"};
  std::set<std::string> names;
  for (const auto& source : sources_below(folder)) {
    const auto name = source.path.substr(folder[0].size() + 1);
    if (name.ends_with(".cpp")) names.insert(name.substr(0, name.size() - 4));
  }
  return names;
}

TEST(ApiTable, EveryHandlerHasARowAndEveryRowAHandler) { EXPECT_EQ(handler_files(), rows); }

TEST(ApiTable, RowsAscendByKey) {
  protocol::ApiKey last = -1;
  for (const auto* entry : broker::served_apis()) {
    EXPECT_LT(last, entry->api.key) << entry->api.name;
    last = entry->api.key;
    EXPECT_EQ(broker::find_api(last), entry);
  }
}

// Key, name, versions. tests/protocol compares the versions with Kafka 4.3.1's schema.
const std::set<std::string> promised = {
    "0 Produce 3-13",
    "1 Fetch 4-18",
    "2 ListOffsets 1-11",
    "3 Metadata 0-13",
    "8 OffsetCommit 2-10",
    "9 OffsetFetch 1-10",
    "10 FindCoordinator 0-6",
    "11 JoinGroup 0-9",
    "12 Heartbeat 0-4",
    "13 LeaveGroup 0-5",
    "14 SyncGroup 0-5",
    "15 DescribeGroups 0-6",
    "16 ListGroups 0-5",
    "18 ApiVersions 0-4",
    "19 CreateTopics 2-7",
    "20 DeleteTopics 1-6",
    "21 DeleteRecords 0-2",
    "22 InitProducerId 0-5",
    "23 OffsetForLeaderEpoch 2-4",
    "32 DescribeConfigs 1-4",
    "33 AlterConfigs 0-2",
    "35 DescribeLogDirs 1-5",
    "37 CreatePartitions 0-3",
    "42 DeleteGroups 0-2",
    "43 ElectLeaders 0-2",
    "44 IncrementalAlterConfigs 0-1",
    "45 AlterPartitionReassignments 0-1",
    "46 ListPartitionReassignments 0-0",
    "47 OffsetDelete 0-0",
    "48 DescribeClientQuotas 0-1",
    "49 AlterClientQuotas 0-1",
    "55 DescribeQuorum 0-2",
    "57 UpdateFeatures 0-2",
    "60 DescribeCluster 0-2",
    "61 DescribeProducers 0-0",
    "74 ListConfigResources 0-1",
    "75 DescribeTopicPartitions 0-0",
};

TEST(ApiTable, TheseApisAreServedAndNoOthers) {
  std::set<std::string> served;
  for (const auto* entry : broker::served_apis()) {
    const auto& api = entry->api;
    served.insert(
        fmt::format("{} {} {}-{}", api.key, api.name, api.versions.first, api.versions.last));
  }
  EXPECT_EQ(served, promised);
}

}  // namespace
}  // namespace dogear::house
