#include "base/hash_order.hpp"

#include <algorithm>
#include <bit>
#include <numeric>

#include "base/utf8.hpp"

namespace dogear {
namespace {

// The least power of two of which so many keys are not over three quarters.
std::size_t buckets_with_room_for(std::size_t keys) { return std::bit_ceil((keys * 4 + 2) / 3); }

std::uint32_t bucket_of(std::int32_t hash, std::size_t buckets) {
  const auto bits = static_cast<std::uint32_t>(hash);
  return (bits ^ (bits >> 16)) & static_cast<std::uint32_t>(buckets - 1);
}

}  // namespace

std::size_t buckets_of(HashTable made, std::size_t keys) {
  if (made == HashTable::made_to_measure) return buckets_with_room_for(keys);
  constexpr std::size_t fewest = 16;
  return std::max(fewest, buckets_with_room_for(keys + (made == HashTable::grown ? 0 : 1)));
}

std::uint32_t hash_bucket(std::int32_t hash, HashTable made, std::size_t keys) {
  return bucket_of(hash, buckets_of(made, keys));
}

std::vector<std::size_t> places_in_buckets(const std::vector<std::int32_t>& hashes,
                                           std::size_t buckets) {
  std::vector<std::size_t> places(hashes.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  std::stable_sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
    return bucket_of(hashes[a], buckets) < bucket_of(hashes[b], buckets);
  });
  return places;
}

std::vector<std::size_t> computed_order(const std::vector<std::int32_t>& hashes,
                                        std::size_t keys_before_last_call) {
  std::vector<std::size_t> places(hashes.size());
  std::iota(places.rbegin(), places.rend(), std::size_t{0});
  sort_by_bucket(places, HashTable::grown, keys_before_last_call,
                 [&](std::size_t place) { return hashes[place]; });
  return places;
}

void sort_as_hash_set(std::vector<std::string>& names, HashTable made) {
  sort_by_bucket(names, made, names.size(), [](const auto& name) { return java_hash(name); });
}

std::int32_t partition_hash(std::string_view topic, PartitionIndex partition) {
  return static_cast<std::int32_t>(31 * (31 + static_cast<std::uint32_t>(partition)) +
                                   static_cast<std::uint32_t>(java_hash(topic)));
}

}  // namespace dogear
