// The offsets log as it lies there: compacted by size, so that a broker whose clock stands still
// does not fill up, and compressed.
#include "harness.hpp"
#include "protocol/messages/offset_commit.hpp"
#include "storage/record_batch.hpp"

namespace dogear::broker {
namespace {

using protocol::OffsetCommitRequest;
using protocol::OffsetCommitResponse;

constexpr PartitionIndex partitions = 50;

OffsetCommitRequest commit_of(Offset offset) {
  OffsetCommitRequest request;
  request.group_id = "g";
  auto& topic = request.topics.emplace_back();
  topic.name = "t";
  for (PartitionIndex index = 0; index < partitions; ++index) {
    auto& partition = topic.partitions.emplace_back();
    partition.partition_index = index;
    partition.committed_offset = offset;
  }
  return request;
}

TEST(OffsetsLog, StaysSmallUnderAMillionCommitsWhileTheClockStandsStill) {
  Harness harness;
  harness.ask_json("CreateTopics", 4,
                   R"({"topics":[{"name":"t", "numPartitions":50, "replicationFactor":1}]})");
  harness.ask_json("FindCoordinator", 4, R"({"keyType":0, "coordinatorKeys":["g"]})");
  constexpr Offset rounds = 1'000'000 / partitions;
  for (Offset offset = 0; offset < rounds; ++offset) {
    const auto response = harness.ask<OffsetCommitResponse>(commit_of(offset), 8);
    ASSERT_EQ(response.topics.at(0).partitions.at(0).error_code, ErrorCode::none);
  }
  const auto& log = *harness.broker.cluster().topics.find("__consumer_offsets")->partition(0)->log;
  EXPECT_EQ(log.log_end_offset(), 1'000'000);
  // Two segments of offsets.topic.segment.bytes and what compaction has left of the others.
  EXPECT_LE(log.size(), 3U * 1024 * 1024);
  EXPECT_LE(harness.broker.cluster().memory->used(), 8U * 1024 * 1024);
}

// How large the log of fifty commits is, all of whose batches have this codec.
std::size_t size_with(storage::CompressionType codec) {
  const auto number = std::to_string(static_cast<int>(codec));
  const std::vector<Setting> settings{{"offsets.topic.compression.codec", number}};
  Harness harness(settings);
  harness.ask_json("CreateTopics", 4,
                   R"({"topics":[{"name":"t", "numPartitions":50, "replicationFactor":1}]})");
  harness.ask_json("FindCoordinator", 4, R"({"keyType":0, "coordinatorKeys":["g"]})");
  harness.ask<OffsetCommitResponse>(commit_of(1), 8);
  const auto& log = *harness.broker.cluster().topics.find("__consumer_offsets")->partition(0)->log;
  const auto read = log.read(0, log.log_end_offset(), 1 << 20, storage::MinOneMessage::yes);
  storage::for_each_batch(read->slices.at(0).bytes(), [&](const storage::RecordBatch& batch) {
    EXPECT_EQ(batch.compression(), codec);
  });
  return log.size();
}

TEST(OffsetsLog, IsCompressedAsItsConfigSays) {
  using storage::CompressionType;
  const auto plain = size_with(CompressionType::none);
  for (const auto codec : {CompressionType::gzip, CompressionType::snappy, CompressionType::lz4,
                           CompressionType::zstd})
    EXPECT_LT(size_with(codec), plain / 2) << static_cast<int>(codec);
}

}  // namespace
}  // namespace dogear::broker
