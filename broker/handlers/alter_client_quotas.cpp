// AlterClientQuotas v0-1 (KIP-546): sets and removes the quotas of entities.
//   v1    flexible
#include "protocol/messages/alter_client_quotas.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "base/error_messages.hpp"
#include "broker/cluster.hpp"
#include "broker/quotas/ip_literal.hpp"
#include "broker/quotas/quota_order.hpp"
#include "broker/serve.hpp"

namespace dogear::broker {
namespace {

using protocol::AlterClientQuotasRequest;
using protocol::AlterClientQuotasResponse;
using Entry = AlterClientQuotasRequest::EntryData;
using Problem = std::optional<std::string>;

struct Key {
  std::string_view name;
  bool of_ip;
  bool acts;        // others are stored and described, but limit nothing
  double greatest;  // infinite for one that may have fractions
};

constexpr auto infinite = std::numeric_limits<double>::infinity();
constexpr auto longest = static_cast<double>(std::numeric_limits<std::int64_t>::max());
constexpr Key keys[] = {
    {producer_byte_rate, false, true, longest},
    {consumer_byte_rate, false, true, longest},
    {controller_mutation_rate, false, true, infinite},
    {"request_percentage", false, false, infinite},
    {"connection_creation_rate", true, false, std::numeric_limits<std::int32_t>::max()},
};

const Key* find_key(std::string_view name) {
  const auto found = std::find_if(std::begin(keys), std::end(keys),
                                  [&](const Key& key) { return key.name == name; });
  return found == std::end(keys) ? nullptr : found;
}

QuotaEntity entity_of(const Entry& entry) {
  QuotaEntity entity;
  for (const auto& [type, name] : entry.entity) entity[type] = name;
  return entity;
}

AlterClientQuotasResponse::EntryData row_of(const QuotaEntity& entity, const Problem& problem) {
  AlterClientQuotasResponse::EntryData row;
  row.error_code = problem ? ErrorCode::invalid_request : ErrorCode::none;
  row.error_message = problem;
  for (const auto* part : in_hash_order(entity)) row.entity.push_back({part->first, part->second});
  return row;
}

AlterClientQuotasResponse failure(const AlterClientQuotasRequest& request, ErrorCode error) {
  AlterClientQuotasResponse response;
  for (const auto& entry : request.entries) {
    auto& row = response.entries.emplace_back();
    row.error_code = error;
    row.error_message = std::string(message_of(error));
    for (const auto& [type, name] : entry.entity) row.entity.push_back({type, name});
  }
  return response;
}

// Kafka also takes any host name that it can resolve, which would not be deterministic here.
bool is_ip(std::string_view text) { return text == "localhost" || is_ip_literal(text); }

Problem check_entity(const QuotaEntity& entity) {
  if (entity.empty()) return "Invalid empty client quota entity";
  for (const auto& [type, name] : entity) {
    if (type != user_type && type != client_id_type && type != ip_type)
      return "Unhandled client quota entity type: " + type;
    if (name && name->empty()) return fmt::format("Empty {} not supported", type);
  }
  const auto ip = entity.find(ip_type);
  if (ip == entity.end()) return std::nullopt;
  if (entity.size() > 1)
    return "Invalid quota entity combination, IP entity shouldnot be combined with User or "
           "ClientId";  // Kafka's spelling
  if (!ip->second || is_ip(*ip->second)) return std::nullopt;
  return *ip->second + " is not a valid IP or resolvable host.";
}

Problem check_value(const QuotaEntity& entity, const std::string& name, double value) {
  const auto* key = find_key(name);
  if (!key || key->of_ip != entity.contains(ip_type)) return "Invalid configuration key " + name;
  if (value <= 0) return fmt::format("Quota {} must be greater than 0", name);
  if (key->greatest == infinite) return std::nullopt;
  if (value > key->greatest)
    return fmt::format("Proposed value for {} is too large for {}.", name,
                       key->of_ip ? "an INT" : "a LONG");
  constexpr auto tolerance = 1e-6;
  if (std::abs(std::fmod(value, 1.0)) > tolerance)
    return fmt::format("{} cannot be a fractional value.", name);
  return std::nullopt;
}

Problem check(const QuotaEntity& entity, const QuotaChanges& changes) {
  if (auto problem = check_entity(entity)) return problem;
  for (const auto& [name, value] : changes)
    if (value)
      if (auto problem = check_value(entity, name, *value)) return problem;
  return std::nullopt;
}

void name_if_without_effect(Cluster& cluster, const std::string& key) {
  if (find_key(key)->acts || !cluster.named_without_effect.insert(key).second) return;
  cluster.log.info(fmt::format("the quota {} is accepted but has no effect in Dogear", key));
}

// As Kafka prints an entity.
std::string to_text(const QuotaEntity& entity) {
  std::string text;
  for (const auto* part : in_hash_order(entity))
    text += fmt::format("{}{}={}", text.empty() ? "" : ", ", part->first,
                        part->second.value_or("null"));
  return "ClientQuotaEntity(entries={" + text + "})";
}

struct WantedChanges {
  QuotaChanges changes;   // in the order of Kafka's table
  bool repeated = false;  // a key is named twice
};

WantedChanges wanted_changes(const Entry& entry) {
  WantedChanges wanted;
  std::set<std::string_view> keys_named;
  for (const auto& op : entry.ops) {
    if (keys_named.insert(op.key).second)
      wanted.changes.emplace_back(op.key, op.remove ? std::nullopt : std::optional(op.value));
    else
      wanted.repeated = true;
  }
  sort_by_bucket(wanted.changes, HashTable::made_to_measure, wanted.changes.size(),
                 [](const auto& change) { return quota_hash(change.first); });
  return wanted;
}

using Results = std::vector<std::pair<QuotaEntity, Problem>>;

AlterClientQuotasResponse answer_of(Results results) {
  sort_by_bucket(results, HashTable::grown, results.size(),
                 [](const auto& result) { return quota_hash(result.first); });
  AlterClientQuotasResponse response;
  for (const auto& [entity, problem] : results) response.entries.push_back(row_of(entity, problem));
  return response;
}

// An entity that is named twice is answered as a duplicate, but its first alteration is applied.
AlterClientQuotasResponse alter_client_quotas(Cluster& cluster, const Call&,
                                              const AlterClientQuotasRequest& request) {
  Results results;
  std::map<QuotaEntity, std::size_t> places;
  std::vector<std::pair<QuotaEntity, QuotaChanges>> all;
  for (const auto& entry : request.entries) {
    const auto entity = entity_of(entry);
    auto [changes, repeated] = wanted_changes(entry);
    const auto [place, is_new] = places.try_emplace(entity, results.size());
    if (is_new) results.emplace_back(entity, std::nullopt);
    auto& problem = results[place->second].second;
    problem = repeated || !is_new ? "Ignoring duplicate entity " + to_text(entity)
                                  : check(entity, changes);
    if (problem || request.validate_only) continue;
    for (const auto& [key, value] : changes)
      if (value) name_if_without_effect(cluster, key);
    all.emplace_back(entity, std::move(changes));
  }
  cluster.quotas.alter(all);
  return answer_of(std::move(results));
}

}  // namespace

constinit const ApiEntry alter_client_quotas_entry =
    serve<AlterClientQuotasRequest, alter_client_quotas, failure>();

}  // namespace dogear::broker
