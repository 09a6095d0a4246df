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

// The types and names of an entity.
inline std::vector<const QuotaEntity::value_type*> in_hash_order(const QuotaEntity& entity) {
  std::vector<const QuotaEntity::value_type*> parts;
  for (const auto& part : entity) parts.push_back(&part);
  sort_by_bucket(parts, HashTable::made_to_measure, parts.size(),
                 [](const auto* part) { return quota_hash(part->first); });
  return parts;
}

}  // namespace dogear::broker
