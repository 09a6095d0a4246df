#include "broker/quotas/client_quotas.hpp"

#include <array>

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

}  // namespace

void ClientQuotas::set(const QuotaEntity& entity, const std::string& key, double value) {
  all_[entity][key] = value;
}

void ClientQuotas::remove(const QuotaEntity& entity, std::string_view key) {
  const auto found = all_.find(entity);
  if (found == all_.end()) return;
  auto& values = found->second;
  if (const auto value = values.find(key); value != values.end()) values.erase(value);
  if (values.empty()) all_.erase(found);
}

std::optional<BindingQuota> ClientQuotas::binding(std::string_view key,
                                                  const QuotaClient& client) const {
  if (all_.empty()) return std::nullopt;
  for (const auto& level : levels) {
    const auto entity = all_.find(entity_at(level, client));
    if (entity == all_.end()) continue;
    const auto value = entity->second.find(key);
    if (value == entity->second.end()) continue;
    return BindingQuota{value->second,
                        {level.user == Part::absent ? std::string() : client.user,
                         level.client_id == Part::absent ? std::string() : client.client_id}};
  }
  return std::nullopt;
}

}  // namespace dogear::broker
