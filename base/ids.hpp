// Names for the numbers by which Kafka identifies things, and what each is when there is none.
#pragma once
#include <compare>
#include <cstdint>
#include <string>

namespace dogear {

using NodeId = std::int32_t;
using PartitionIndex = std::int32_t;
using Offset = std::int64_t;
using LeaderEpoch = std::int32_t;
using ProducerId = std::int64_t;
using ProducerEpoch = std::int16_t;
using ConnectionId = std::uint64_t;

constexpr Offset no_offset = -1;
constexpr LeaderEpoch no_epoch = -1;
constexpr ProducerId no_producer_id = -1;
constexpr std::int64_t no_timestamp = -1;

struct TopicPartition {
  std::string topic;
  PartitionIndex partition = 0;
  friend auto operator<=>(const TopicPartition&, const TopicPartition&) = default;
};

}  // namespace dogear
