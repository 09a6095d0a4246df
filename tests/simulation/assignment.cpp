#include "assignment.hpp"

#include <algorithm>

#include "storage/bytes.hpp"

namespace dogear::simulation {
namespace {

template <class Int>
void put(std::vector<std::uint8_t>& bytes, Int number) {
  bytes.resize(bytes.size() + sizeof number);
  storage::store_big_endian(bytes.data() + bytes.size() - sizeof number, number);
}

void put(std::vector<std::uint8_t>& bytes, const std::string& text) {
  put(bytes, static_cast<std::int16_t>(text.size()));
  bytes.insert(bytes.end(), text.begin(), text.end());
}

constexpr std::int16_t version = 0;
constexpr std::int32_t no_user_data = -1;

template <class Int>
Int take(ByteSpan& bytes) {
  if (bytes.size() < sizeof(Int)) return 0;
  const auto number = storage::load_big_endian<Int>(bytes.data());
  bytes = bytes.subspan(sizeof(Int));
  return number;
}

}  // namespace

Slice subscription_to(const std::vector<std::string>& topics) {
  std::vector<std::uint8_t> bytes;
  put(bytes, version);
  put(bytes, static_cast<std::int32_t>(topics.size()));
  for (const auto& topic : topics) put(bytes, topic);
  put(bytes, no_user_data);
  return Slice::copy_of(bytes);
}

Slice assignment_of(const std::vector<TopicPartition>& partitions) {
  std::vector<std::vector<TopicPartition>> by_topic;
  for (const auto& partition : partitions) {
    if (by_topic.empty() || by_topic.back().front().topic != partition.topic)
      by_topic.emplace_back();
    by_topic.back().push_back(partition);
  }
  std::vector<std::uint8_t> bytes;
  put(bytes, version);
  put(bytes, static_cast<std::int32_t>(by_topic.size()));
  for (const auto& topic : by_topic) {
    put(bytes, topic.front().topic);
    put(bytes, static_cast<std::int32_t>(topic.size()));
    for (const auto& partition : topic) put(bytes, partition.partition);
  }
  put(bytes, no_user_data);
  return Slice::copy_of(bytes);
}

std::vector<TopicPartition> partitions_in(const Slice& assignment) {
  std::vector<TopicPartition> partitions;
  auto bytes = assignment.bytes();
  take<std::int16_t>(bytes);
  for (auto topics = take<std::int32_t>(bytes); topics > 0; --topics) {
    const auto size = static_cast<std::size_t>(take<std::int16_t>(bytes));
    const std::string topic(text_of(bytes.first(std::min(size, bytes.size()))));
    bytes = bytes.subspan(topic.size());
    for (auto count = take<std::int32_t>(bytes); count > 0; --count)
      partitions.push_back({topic, take<std::int32_t>(bytes)});
  }
  return partitions;
}

}  // namespace dogear::simulation
