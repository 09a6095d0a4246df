#include "broker/answer_order.hpp"

#include <algorithm>
#include <bit>
#include <numeric>
#include <tuple>

#include "base/big_endian.hpp"
#include "base/utf8.hpp"
#include "coordinator/hash_order.hpp"

namespace dogear::broker {
namespace {

using Topics = std::vector<std::string>;

std::uint32_t hash_of(const std::string& topic) {
  return static_cast<std::uint32_t>(java_hash(topic));
}

// org.apache.kafka.common.TopicPartition
std::uint32_t hash_of(const std::string& topic, PartitionIndex partition) {
  return 31 * (31 + static_cast<std::uint32_t>(partition)) + hash_of(topic);
}

// scala.util.hashing.Hashing.improve
std::uint32_t improved(std::uint32_t hash) {
  hash += ~(hash << 9);
  hash ^= hash >> 14;
  hash += hash << 4;
  return hash ^ (hash >> 10);
}

std::uint32_t spread(std::uint32_t hash) { return hash ^ (hash >> 16); }

// A node of the trie has five bits of the hash: first what is alone with its bits, then the nodes
// below it.
Topics in_order_of_trie(const Topics& topics, unsigned shift) {
  constexpr unsigned bits = 5;
  if (topics.size() < 2 || shift >= 32) return topics;
  std::map<std::uint32_t, Topics> branches;
  for (const auto& topic : topics)
    branches[(improved(hash_of(topic)) >> shift) & ((1U << bits) - 1)].push_back(topic);
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
  // 16 buckets, twice as many as soon as three quarters are reached; within one by hash.
  const auto buckets =
      std::max<std::size_t>(16, std::bit_floor(4 * partitions.size() / 3) * std::size_t{2});
  const auto place = [&](PartitionIndex partition) {
    const auto hash = spread(hash_of(topic, partition));
    return std::tuple(hash & static_cast<std::uint32_t>(buckets - 1),
                      static_cast<std::int32_t>(hash));
  };
  std::sort(partitions.begin(), partitions.end(),
            [&](auto a, auto b) { return place(a) < place(b); });
}

std::vector<std::size_t> hash_map_order(const std::vector<std::uint32_t>& hashes) {
  std::vector<std::size_t> places(hashes.size());
  std::iota(places.rbegin(), places.rend(), std::size_t{0});
  const auto bucket = [&](std::size_t place) {
    return coordinator::hash_map_bucket(static_cast<std::int32_t>(hashes[place]), hashes.size());
  };
  std::stable_sort(places.begin(), places.end(),
                   [&](auto a, auto b) { return bucket(a) < bucket(b); });
  return places;
}

TopicIdHash::TopicIdHash(const std::string& name, const Uuid& id) : of_name_(hash_of(name)) {
  std::uint32_t hash = 0;  // of the id: its four words, combined
  for (std::size_t i = 0; i < id.bytes.size(); i += sizeof hash)
    hash ^= load_big_endian<std::uint32_t>(id.bytes.data() + i);
  of_id_ = 31 * (31 + hash);
}

void sort_as_copied_hash_set(Topics& topics) {
  // What is copied comes by hash. The copy has room for a third more.
  const auto buckets = std::max<std::size_t>(16, std::bit_ceil(4 * topics.size() / 3 + 1));
  const auto place = [&](const std::string& topic) {
    return std::tuple(spread(hash_of(topic)) & static_cast<std::uint32_t>(buckets - 1),
                      java_hash(topic));
  };
  std::stable_sort(topics.begin(), topics.end(),
                   [&](const auto& a, const auto& b) { return place(a) < place(b); });
}

void sort_as_concurrent_map(const std::string& topic, std::vector<PartitionIndex>& partitions,
                            std::size_t all) {
  const auto buckets = std::max<std::size_t>(16, std::bit_floor(4 * all / 3) * std::size_t{2});
  const auto bucket = [&](PartitionIndex partition) {
    return spread(hash_of(topic, partition)) & static_cast<std::uint32_t>(buckets - 1);
  };
  std::stable_sort(partitions.begin(), partitions.end(),
                   [&](auto a, auto b) { return bucket(a) < bucket(b); });
}

}  // namespace dogear::broker
