// The orders in which Kafka takes client quotas out of java.util's hash maps. Clients see them in
// its answers, and they depend on nothing but the quotas.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/hash_order.hpp"
#include "base/utf8.hpp"
#include "broker/quotas/client_quotas.hpp"

namespace dogear::broker {

inline std::int32_t quota_hash(const std::string& name) { return java_hash(name); }
// org.apache.kafka.common.quota.ClientQuotaEntity
inline std::int32_t quota_hash(const QuotaEntity& entity) {
  std::uint32_t sum = 31;
  for (const auto& [type, name] : entity)
    sum += static_cast<std::uint32_t>(quota_hash(type) ^ (name ? quota_hash(*name) : 0));
  return static_cast<std::int32_t>(sum);
}

// The entries of a map by names or by entities.
template <class Map>
std::vector<const typename Map::value_type*> in_hash_order(const Map& map, HashTable made) {
  std::vector<const typename Map::value_type*> entries;
  for (const auto& entry : map) entries.push_back(&entry);
  sort_by_bucket(entries, made, map.size(),
                 [](const auto* entry) { return quota_hash(entry->first); });
  return entries;
}

}  // namespace dogear::broker
