// The orders in which Kafka takes client quotas out of java.util's hash maps. Clients see them in
// its answers, and they depend on nothing but the quotas.
#pragma once
#include <algorithm>
#include <bit>
#include <cstdint>
#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "broker/quotas/client_quotas.hpp"
#include "coordinator/hash_order.hpp"

namespace dogear::broker {

inline std::uint32_t quota_hash(const std::string& name) {
  return static_cast<std::uint32_t>(java_hash(name));
}
// org.apache.kafka.common.quota.ClientQuotaEntity
inline std::uint32_t quota_hash(const QuotaEntity& entity) {
  std::uint32_t sum = 31;
  for (const auto& [type, name] : entity) sum += quota_hash(type) ^ (name ? quota_hash(*name) : 0);
  return sum;
}

// Of a HashMap that began small and grew, or of one that was made for as many keys as it has.
enum class QuotaMap { grown, made_to_measure };

inline std::uint32_t quota_bucket(std::uint32_t hash, std::size_t keys, QuotaMap made) {
  if (made == QuotaMap::grown)
    return coordinator::hash_map_bucket(static_cast<std::int32_t>(hash), keys);
  const auto buckets = std::bit_ceil((4 * keys + 2) / 3);
  return (hash ^ hash >> 16) & static_cast<std::uint32_t>(buckets - 1);
}

// The entries of a map by names or by entities.
template <class Map>
std::vector<const typename Map::value_type*> in_hash_order(const Map& map, QuotaMap made) {
  std::vector<const typename Map::value_type*> entries;
  for (const auto& entry : map) entries.push_back(&entry);
  const auto bucket = [&](const auto* entry) {
    return quota_bucket(quota_hash(entry->first), map.size(), made);
  };
  std::stable_sort(entries.begin(), entries.end(),
                   [&](const auto* a, const auto* b) { return bucket(a) < bucket(b); });
  return entries;
}

}  // namespace dogear::broker
