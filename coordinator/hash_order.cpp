#include "coordinator/hash_order.hpp"

#include <algorithm>
#include <bit>
#include <map>

#include "base/utf8.hpp"
#include "coordinator/offsets_log.hpp"

namespace dogear::coordinator {
namespace {

// org.apache.kafka.common.TopicPartition, of the offsets topic.
std::int32_t hash_of_partition(PartitionIndex partition) {
  static const auto topic = static_cast<std::uint32_t>(java_hash("__consumer_offsets"));
  return static_cast<std::int32_t>(31 * (31 + static_cast<std::uint32_t>(partition)) + topic);
}

}  // namespace

std::uint32_t hash_map_bucket(std::int32_t hash, std::size_t keys) {
  // 16 buckets, or more for over 12 keys.
  const auto buckets = std::max<std::size_t>(16, std::bit_ceil((keys * 4 + 2) / 3));
  const auto bits = static_cast<std::uint32_t>(hash);
  return (bits ^ (bits >> 16)) & static_cast<std::uint32_t>(buckets - 1);
}

std::vector<std::vector<std::string>> by_coordinator(const std::vector<std::string>& groups,
                                                     std::int32_t partitions) {
  std::vector<PartitionIndex> order;
  std::map<PartitionIndex, std::vector<std::string>> names;
  for (const auto& group : groups) {
    const auto partition = partition_for(group, partitions);
    if (!names.contains(partition)) order.push_back(partition);
    names[partition].push_back(group);
  }
  const auto bucket = [&](auto partition) {
    return hash_map_bucket(hash_of_partition(partition), order.size());
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](auto a, auto b) { return bucket(a) < bucket(b); });
  std::vector<std::vector<std::string>> ordered;
  for (const auto partition : order) ordered.push_back(std::move(names[partition]));
  return ordered;
}

void sort_as_hash_set(std::vector<std::string>& names, HashSet made) {
  const auto room_for = names.size() + (made == HashSet::copied ? 1 : 0);
  const auto bucket = [&](const auto& name) { return hash_map_bucket(java_hash(name), room_for); };
  std::stable_sort(names.begin(), names.end(),
                   [&](const auto& a, const auto& b) { return bucket(a) < bucket(b); });
}

}  // namespace dogear::coordinator
