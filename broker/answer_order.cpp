#include "broker/answer_order.hpp"

#include <algorithm>

#include "base/big_endian.hpp"
#include "base/hash_order.hpp"
#include "base/utf8.hpp"
#include "coordinator/timeline_map.hpp"

namespace dogear::broker {
namespace {

using Topics = std::vector<std::string>;

// scala.util.hashing.Hashing.improve
std::uint32_t improved(std::uint32_t hash) {
  hash += ~(hash << 9);
  hash ^= hash >> 14;
  hash += hash << 4;
  return hash ^ (hash >> 10);
}

// A node of the trie has five bits of the hash: first what is alone with its bits, then the nodes
// below it.
template <class Key, class HashOf>
std::vector<Key> in_order_of_trie(const std::vector<Key>& keys, HashOf hash_of,
                                  unsigned shift = 0) {
  constexpr unsigned bits = 5;
  if (keys.size() < 2 || shift >= 32) return keys;
  std::map<std::uint32_t, std::vector<Key>> branches;
  for (const auto& key : keys)
    branches[(improved(static_cast<std::uint32_t>(hash_of(key))) >> shift) & ((1U << bits) - 1)]
        .push_back(key);
  std::vector<Key> alone;
  std::vector<Key> below;
  for (const auto& [mask, branch] : branches) {
    auto& part = branch.size() == 1 ? alone : below;
    const auto ordered = in_order_of_trie(branch, hash_of, shift + bits);
    part.insert(part.end(), ordered.begin(), ordered.end());
  }
  alone.insert(alone.end(), below.begin(), below.end());
  return alone;
}

template <class Key, class HashOf>
void sort_as_mutable_map(std::vector<Key>& keys, HashOf hash_of) {
  // Keys of one bucket come by hash.
  const auto spread = [&](const Key& key) {
    const auto hash = static_cast<std::uint32_t>(hash_of(key));
    return static_cast<std::int32_t>(hash ^ (hash >> 16));
  };
  std::sort(keys.begin(), keys.end(),
            [&](const Key& a, const Key& b) { return spread(a) < spread(b); });
  sort_by_bucket(keys, HashTable::with_spare_room, keys.size(), hash_of);
}

using Partition = std::pair<std::string, PartitionIndex>;
using Partitions = std::vector<Partition>;

std::int32_t hash_of_partition(const Partition& partition) {
  return partition_hash(partition.first, partition.second);
}

// Up to four entries stay as they were put in.
Partitions as_immutable_map(const Partitions& partitions) {
  constexpr std::size_t small = 4;
  return partitions.size() <= small ? partitions : in_order_of_trie(partitions, hash_of_partition);
}

}  // namespace

void sort_as_immutable_map(Topics& topics) {
  topics = in_order_of_trie(topics, [](const auto& topic) { return java_hash(topic); });
}

void sort_as_mutable_map(const std::string& topic, std::vector<PartitionIndex>& partitions) {
  sort_as_mutable_map(partitions,
                      [&](PartitionIndex partition) { return partition_hash(topic, partition); });
}

std::map<std::string, std::vector<PartitionIndex>> order_of_copied_map(Partitions partitions) {
  sort_as_mutable_map(partitions, hash_of_partition);
  std::map<std::string, Partitions> by_topic;
  for (const auto& partition : as_immutable_map(partitions))
    by_topic[partition.first].push_back(partition);
  std::map<std::string, std::vector<PartitionIndex>> order;
  for (const auto& [topic, grouped] : by_topic)
    for (const auto& [name, index] : as_immutable_map(grouped)) order[topic].push_back(index);
  return order;
}

std::vector<std::string> timeline_order(const std::map<std::uint64_t, std::string>& names) {
  coordinator::TimelineMap<std::string, bool> map;
  for (const auto& [ordinal, name] : names) map.put(name, true);
  std::vector<std::string> ordered;
  map.for_each([&](const auto& name, bool) { ordered.push_back(name); });
  return ordered;
}

TopicIdHash::TopicIdHash(const std::string& name, const Uuid& id)
    : of_name_(static_cast<std::uint32_t>(java_hash(name))) {
  std::uint32_t hash = 0;  // of the id: its four words, combined
  for (std::size_t i = 0; i < id.bytes.size(); i += sizeof hash)
    hash ^= load_big_endian<std::uint32_t>(id.bytes.data() + i);
  of_id_ = 31 * (31 + hash);
}

void sort_as_copied_hash_set(Topics& topics) {
  // What is copied comes by hash.
  std::sort(topics.begin(), topics.end(),
            [](const auto& a, const auto& b) { return java_hash(a) < java_hash(b); });
  sort_as_hash_set(topics, HashTable::with_spare_room);
}

void sort_as_concurrent_map(const std::string& topic, std::vector<PartitionIndex>& partitions,
                            std::size_t all) {
  sort_by_bucket(partitions, HashTable::with_spare_room, all,
                 [&](PartitionIndex partition) { return partition_hash(topic, partition); });
}

}  // namespace dogear::broker
