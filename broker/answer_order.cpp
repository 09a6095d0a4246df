#include "broker/answer_order.hpp"

#include <algorithm>
#include <numeric>

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
Topics in_order_of_trie(const Topics& topics, unsigned shift) {
  constexpr unsigned bits = 5;
  if (topics.size() < 2 || shift >= 32) return topics;
  std::map<std::uint32_t, Topics> branches;
  for (const auto& topic : topics)
    branches[(improved(static_cast<std::uint32_t>(java_hash(topic))) >> shift) & ((1U << bits) - 1)]
        .push_back(topic);
  Topics alone;
  Topics below;
  for (const auto& [mask, branch] : branches) {
    auto& part = branch.size() == 1 ? alone : below;
    const auto ordered = in_order_of_trie(branch, shift + bits);
    part.insert(part.end(), ordered.begin(), ordered.end());
  }
  alone.insert(alone.end(), below.begin(), below.end());
  return alone;
}

}  // namespace

void sort_as_immutable_map(Topics& topics) { topics = in_order_of_trie(topics, 0); }

void sort_as_mutable_map(const std::string& topic, std::vector<PartitionIndex>& partitions) {
  const auto hash_of = [&](PartitionIndex partition) { return partition_hash(topic, partition); };
  // Keys of one bucket come by hash.
  const auto spread = [&](PartitionIndex partition) {
    const auto hash = static_cast<std::uint32_t>(hash_of(partition));
    return static_cast<std::int32_t>(hash ^ (hash >> 16));
  };
  std::sort(partitions.begin(), partitions.end(),
            [&](auto a, auto b) { return spread(a) < spread(b); });
  sort_by_bucket(partitions, HashTable::with_spare_room, partitions.size(), hash_of);
}

std::vector<std::string> timeline_order(const std::map<std::uint64_t, std::string>& names) {
  coordinator::TimelineMap<std::string, bool> map;
  for (const auto& [ordinal, name] : names) map.put(name, true);
  std::vector<std::string> ordered;
  map.for_each([&](const auto& name, bool) { ordered.push_back(name); });
  return ordered;
}

std::vector<std::size_t> hash_map_order(const std::vector<std::int32_t>& hashes) {
  std::vector<std::size_t> places(hashes.size());
  std::iota(places.rbegin(), places.rend(), std::size_t{0});
  sort_by_bucket(places, HashTable::grown, hashes.size(),
                 [&](std::size_t place) { return hashes[place]; });
  return places;
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
