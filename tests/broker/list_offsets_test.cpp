#include "protocol/messages/list_offsets.hpp"

#include <fmt/format.h>

#include "produce_batch.hpp"

namespace dogear::broker {
namespace {

using protocol::ListOffsetsRequest;
using protocol::ListOffsetsResponse;
using Wanted = ListOffsetsRequest::Topic::Partition;

Wanted partition(PartitionIndex index, std::int64_t timestamp, LeaderEpoch current_epoch = -1) {
  return {index, current_epoch, timestamp};
}

class ListOffsets : public testing::Test {
 protected:
  void SetUp() override {
    harness.ask_json("CreateTopics", 4,
                     R"({"topics":[{"name":"t", "numPartitions":-1, "replicationFactor":-1,
                         "assignments":[{"partitionIndex":0, "brokerIds":[1, 2]},
                                        {"partitionIndex":1, "brokerIds":[1, 2]}]}]})");
    produce({5, 9, 7});
    produce({1, 9});
    produce({12});
  }

  // One batch to partition 0.
  void produce(const std::vector<std::int64_t>& timestamps) {
    storage::BatchBuilder builder{storage::BatchProperties{}};
    for (const auto timestamp : timestamps) builder.add(timestamp, std::nullopt, bytes_of("v"));
    produce_batch(harness, "t", builder);
  }

  // One line a partition, in the order of a hash map of Kafka's: its index, the offset, the
  // timestamp and the epoch, or the error.
  std::string ask(std::vector<Wanted> partitions, protocol::Version version = 11, NodeId node = 1,
                  NodeId replica = -1) {
    ListOffsetsRequest request{.replica_id = replica};
    request.topics = {{"t", std::move(partitions)}};
    const auto response = harness.ask<ListOffsetsResponse>(request, version, node);
    std::string text;
    for (const auto& topic : response.topics)
      for (const auto& row : topic.partitions)
        text += row.error_code == ErrorCode::none
                    ? fmt::format("{}: {} at {} of {}\n", row.partition_index, row.offset,
                                  row.timestamp, row.leader_epoch)
                    : fmt::format("{}: {}\n", row.partition_index, name_of(row.error_code));
    return text;
  }

  Harness harness{{}, 3};
};

TEST_F(ListOffsets, KnowsBothEnds) {
  EXPECT_EQ(ask({partition(0, -1)}), "0: 6 at -1 of 0\n");
  EXPECT_EQ(ask({partition(0, -2)}), "0: 0 at -1 of 0\n");
  EXPECT_EQ(ask({partition(0, -4)}), "0: 0 at -1 of 0\n");
  EXPECT_EQ(ask({partition(0, -3)}), "0: 5 at 12 of 0\n");
}

TEST_F(ListOffsets, FindsTheFirstRecordAtOrAfterATime) {
  EXPECT_EQ(ask({partition(0, 0)}), "0: 0 at 5 of 0\n");
  EXPECT_EQ(ask({partition(0, 6)}), "0: 1 at 9 of 0\n");
  EXPECT_EQ(ask({partition(0, 10)}), "0: 5 at 12 of 0\n");
  EXPECT_EQ(ask({partition(0, 13)}), "0: -1 at -1 of -1\n");
}

TEST_F(ListOffsets, FindsNothingInAnEmptyPartitionNorWhereNothingIsTiered) {
  EXPECT_EQ(ask({partition(1, 0)}), "1: -1 at -1 of -1\n");
  EXPECT_EQ(ask({partition(1, -3)}), "1: -1 at -1 of -1\n");
  EXPECT_EQ(ask({partition(0, -5)}), "0: -1 at -1 of -1\n");
  EXPECT_EQ(ask({partition(0, -6)}), "0: -1 at -1 of -1\n");
}

TEST_F(ListOffsets, UnderstandsATimestampFromItsVersionOn) {
  const auto first_version = [&](std::int64_t timestamp) {
    for (protocol::Version version = 1; version <= 11; ++version)
      if (ask({partition(0, timestamp)}, version) != "0: UNSUPPORTED_VERSION\n") return version;
    return protocol::Version{-1};
  };
  std::vector<protocol::Version> versions;
  for (std::int64_t timestamp = -1; timestamp >= -7; --timestamp)
    versions.push_back(first_version(timestamp));
  EXPECT_EQ(versions, (std::vector<protocol::Version>{1, 1, 7, 8, 9, 11, -1}));
}

TEST_F(ListOffsets, RefusesAPartitionThatIsGivenTwiceOnce) {
  EXPECT_EQ(ask({partition(0, -1), partition(1, -1), partition(0, -2)}),
            "1: 0 at -1 of 0\n0: INVALID_REQUEST\n");
}

TEST_F(ListOffsets, LooksAtTheTimestampBeforeThePartition) {
  EXPECT_EQ(ask({partition(7, -1), partition(8, -9)}),
            "8: UNSUPPORTED_VERSION\n7: UNKNOWN_TOPIC_OR_PARTITION\n");
}

TEST_F(ListOffsets, ChecksTheEpochOfTheClient) {
  EXPECT_EQ(ask({partition(0, -1, 0), partition(1, -1, 1)}),
            "1: UNKNOWN_LEADER_EPOCH\n0: 6 at -1 of 0\n");
  EXPECT_EQ(ask({partition(0, -1, -2)}), "0: FENCED_LEADER_EPOCH\n");
}

TEST_F(ListOffsets, IsForTheLeaderUnlessOneDebugs) {
  constexpr NodeId debugging = -2;
  EXPECT_EQ(ask({partition(0, -1)}, 6, 2), "0: NOT_LEADER_OR_FOLLOWER\n");
  EXPECT_EQ(ask({partition(0, -1)}, 6, 2, debugging), "0: 6 at -1 of 0\n");
  EXPECT_EQ(ask({partition(0, -1, 5)}, 6, 3), "0: NOT_LEADER_OR_FOLLOWER\n");
}

TEST_F(ListOffsets, FailsAsKafkaDoesForAnUnknownIsolationLevel) {
  const auto answer = harness.ask_json("ListOffsets", 5,
                                       R"({"replicaId":-1, "isolationLevel":2,
          "topics":[{"name":"t", "partitions":[{"partitionIndex":0, "timestamp":-1}]}]})");
  EXPECT_EQ(boost::json::serialize(answer.at("topics")),
            R"([{"name":"t","partitions":[{"partitionIndex":0,"errorCode":"UNKNOWN_SERVER_ERROR",)"
            R"("timestamp":-1,"offset":-1,"leaderEpoch":-1}]}])");
}

}  // namespace
}  // namespace dogear::broker
