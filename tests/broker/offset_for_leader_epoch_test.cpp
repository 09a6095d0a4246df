#include "protocol/messages/offset_for_leader_epoch.hpp"

#include <fmt/format.h>

#include "harness.hpp"

namespace dogear::broker {
namespace {

using protocol::OffsetForLeaderEpochRequest;
using protocol::OffsetForLeaderEpochResponse;
using Wanted = OffsetForLeaderEpochRequest::OffsetForLeaderTopic::OffsetForLeaderPartition;

class OffsetForLeaderEpoch : public testing::Test {
 protected:
  void SetUp() override {
    harness.ask_json("CreateTopics", 4,
                     R"({"topics":[{"name":"t", "numPartitions":-1, "replicationFactor":-1,
                         "assignments":[{"partitionIndex":0, "brokerIds":[1, 2]}]}]})");
  }

  // One line a partition: its index, the epoch and its end, or the error.
  std::string ask(std::vector<Wanted> partitions, NodeId node = 1) {
    OffsetForLeaderEpochRequest request{.replica_id = -1};
    request.topics = {{"t", std::move(partitions)}};
    const auto response = harness.ask<OffsetForLeaderEpochResponse>(request, 4, node);
    std::string text;
    for (const auto& row : response.topics.at(0).partitions)
      text +=
          row.error_code == ErrorCode::none
              ? fmt::format("{}: {} ends at {}\n", row.partition, row.leader_epoch, row.end_offset)
              : fmt::format("{}: {}\n", row.partition, name_of(row.error_code));
    return text;
  }

  // What was asked of partition 0 by a client that does not say which epoch it knows.
  static Wanted epoch(LeaderEpoch leader_epoch) { return {0, no_epoch, leader_epoch}; }

  Harness harness{{}, 3};
};

TEST_F(OffsetForLeaderEpoch, TellsWhereTheEpochEnded) {
  auto& topics = harness.broker.cluster().topics;
  topics.begin_epoch(*topics.write("t").partition(0), 3);
  EXPECT_EQ(topics.highest_epoch(), 3);
  EXPECT_EQ(ask({epoch(3)}), "0: 3 ends at 0\n");
  EXPECT_EQ(ask({epoch(4)}), "0: -1 ends at -1\n");
  EXPECT_EQ(ask({epoch(-1)}), "0: -1 ends at -1\n");
  EXPECT_EQ(ask({epoch(-2)}), "0: -2 ends at 0\n");
}

TEST_F(OffsetForLeaderEpoch, AnswersForAPartitionAsOftenAsItIsGiven) {
  EXPECT_EQ(ask({epoch(0), epoch(0)}), "0: 0 ends at 0\n0: 0 ends at 0\n");
}

TEST_F(OffsetForLeaderEpoch, ChecksTheEpochOfTheClient) {
  EXPECT_EQ(ask({{0, 0, 0}, {0, 1, 0}, {0, -2, 0}}),
            "0: 0 ends at 0\n0: UNKNOWN_LEADER_EPOCH\n0: FENCED_LEADER_EPOCH\n");
}

TEST_F(OffsetForLeaderEpoch, IsForTheLeader) {
  EXPECT_EQ(ask({epoch(0)}, 2), "0: NOT_LEADER_OR_FOLLOWER\n");
  EXPECT_EQ(ask({epoch(0)}, 3), "0: NOT_LEADER_OR_FOLLOWER\n");
}

TEST_F(OffsetForLeaderEpoch, SaysWhatItDoesNotKnow) {
  EXPECT_EQ(ask({{7, no_epoch, 0}, {-1, no_epoch, 0}}),
            "7: UNKNOWN_TOPIC_OR_PARTITION\n-1: UNKNOWN_TOPIC_OR_PARTITION\n");
}

}  // namespace
}  // namespace dogear::broker
