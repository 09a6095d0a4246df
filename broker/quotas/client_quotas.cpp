#include "broker/quotas/client_quotas.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "broker/quotas/quota_order.hpp"

namespace dogear::broker {
namespace {

enum class Part { absent, named, any };

struct Level {
  Part user;
  Part client_id;
};

// Kafka's order, from /config/users/<user>/clients/<client-id> to /config/clients/<default>.
constexpr std::array<Level, 8> levels{{{Part::named, Part::named},
                                       {Part::named, Part::any},
                                       {Part::named, Part::absent},
                                       {Part::any, Part::named},
                                       {Part::any, Part::any},
                                       {Part::any, Part::absent},
                                       {Part::absent, Part::named},
                                       {Part::absent, Part::any}}};

void add_part(QuotaEntity& entity, std::string_view type, Part part, const std::string& name) {
  if (part == Part::absent) return;
  entity.emplace(type, part == Part::named ? std::optional(name) : std::nullopt);
}

QuotaEntity entity_at(const Level& level, const QuotaClient& client) {
  QuotaEntity entity;
  add_part(entity, user_type, level.user, client.user);
  add_part(entity, client_id_type, level.client_id, client.client_id);
  return entity;
}

// Kafka makes an image of everything out of the one before: a HashMap with room for as many keys as
// that one had, into which go first those that stay, and then the new ones.
template <class Row, class HashOf>
void sort_as_image(std::vector<Row>& rows, std::size_t keys_before, HashOf hash_of) {
  const auto at_first = std::bit_ceil(std::max<std::size_t>(keys_before, 1));
  const auto buckets = std::max(at_first, buckets_of(HashTable::made_to_measure, rows.size()));
  sort_into_buckets(rows, buckets, hash_of);
}

template <class Values>
auto find_key(Values& values, std::string_view key) {
  return std::find_if(values.begin(), values.end(),
                      [&](const auto& value) { return value.first == key; });
}

QuotaValues altered(const QuotaValues& before, QuotaChanges changes) {
  const auto hash_of_key = [](const auto& row) { return quota_hash(row.first); };
  sort_by_bucket(changes, HashTable::grown, changes.size(), hash_of_key);
  QuotaValues values;
  for (const auto& [key, value] : before) {
    const auto change = find_key(changes, key);
    if (change == changes.end())
      values.emplace_back(key, value);
    else if (change->second)
      values.emplace_back(key, *change->second);
  }
  for (const auto& [key, value] : changes)
    if (value && find_key(before, key) == before.end()) values.emplace_back(key, *value);
  sort_as_image(values, before.size(), hash_of_key);
  return values;
}

}  // namespace

void ClientQuotas::alter(const std::vector<std::pair<QuotaEntity, QuotaChanges>>& changes) {
  const auto hash_of = [](const QuotaEntity& entity) { return quota_hash(entity); };
  const auto keys_before = order_.size();
  std::vector<QuotaEntity> added;
  for (const auto& [entity, of_entity] : changes) {
    const auto [place, is_new] = all_.try_emplace(entity);
    place->second = altered(place->second, of_entity);
    if (is_new) added.push_back(entity);
  }
  sort_by_bucket(added, HashTable::grown, changes.size(), hash_of);
  order_.insert(order_.end(), added.begin(), added.end());
  std::erase_if(all_, [](const auto& quotas) { return quotas.second.empty(); });
  std::erase_if(order_, [&](const auto& entity) { return !all_.contains(entity); });
  sort_as_image(order_, keys_before, hash_of);
}

std::optional<BindingQuota> ClientQuotas::binding(std::string_view key,
                                                  const QuotaClient& client) const {
  if (all_.empty()) return std::nullopt;
  for (const auto& level : levels) {
    const auto entity = all_.find(entity_at(level, client));
    if (entity == all_.end()) continue;
    const auto value = find_key(entity->second, key);
    if (value == entity->second.end()) continue;
    return BindingQuota{value->second,
                        {level.user == Part::absent ? std::string() : client.user,
                         level.client_id == Part::absent ? std::string() : client.client_id}};
  }
  return std::nullopt;
}

}  // namespace dogear::broker
