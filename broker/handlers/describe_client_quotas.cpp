// DescribeClientQuotas v0-1 (KIP-546): the quotas of entities that match a filter.
//   v1    flexible
#include "protocol/messages/describe_client_quotas.hpp"

#include <set>

#include <fmt/format.h>

#include "broker/cluster.hpp"
#include "broker/quotas/quota_order.hpp"
#include "broker/serve.hpp"

namespace dogear::broker {
namespace {

using protocol::DescribeClientQuotasRequest;
using protocol::DescribeClientQuotasResponse;
using Component = DescribeClientQuotasRequest::ComponentData;

enum MatchType : std::int8_t { exact = 0, default_name = 1, any_name = 2 };

DescribeClientQuotasResponse refused(ErrorCode error, std::optional<std::string> message) {
  DescribeClientQuotasResponse response;
  response.error_code = error;
  response.error_message = std::move(message);
  response.entries = std::nullopt;
  return response;
}

DescribeClientQuotasResponse failure(const DescribeClientQuotasRequest&, ErrorCode error) {
  return refused(error, std::nullopt);
}

struct Refusal {
  ErrorCode error;
  std::string message;
};

struct Filter {
  QuotaEntity exactly;                         // these names, or the default entity
  std::set<std::string, std::less<>> of_type;  // any name of this type
  bool strict;                                 // no other types

  bool asks_for(std::string_view type) const {
    return exactly.contains(type) || of_type.contains(type);
  }

  bool matches(const QuotaEntity& entity) const {
    if (strict && entity.size() != exactly.size() + of_type.size()) return false;
    for (const auto& [type, name] : exactly) {
      const auto found = entity.find(type);
      if (found == entity.end() || found->second != name) return false;
    }
    for (const auto& type : of_type)
      if (!entity.contains(type)) return false;
    return true;
  }
};

std::optional<Refusal> check_type(const Filter& filter, const std::string& type) {
  if (type.empty()) return Refusal{ErrorCode::invalid_request, "Invalid empty entity type."};
  if (filter.asks_for(type))
    return Refusal{ErrorCode::invalid_request,
                   fmt::format("Entity type {} cannot appear more than once in the filter.", type)};
  if (type != ip_type && type != user_type && type != client_id_type)
    return Refusal{ErrorCode::unsupported_version, "Unsupported entity type " + type};
  return std::nullopt;
}

std::optional<Refusal> add(Filter& filter, const Component& component) {
  if (auto refusal = check_type(filter, component.entity_type)) return refusal;
  const auto invalid = [](std::string message) {
    return Refusal{ErrorCode::invalid_request, std::move(message)};
  };
  const auto& [type, match_type, match] = component;
  if (match_type == exact) {
    if (!match) return invalid("Request specified MATCH_TYPE_EXACT, but set match string to null.");
    filter.exactly[type] = match;
    return std::nullopt;
  }
  if (match_type != default_name && match_type != any_name)
    return invalid(fmt::format("Unknown match type {}", match_type));
  if (match)
    return invalid(
        fmt::format("Request specified MATCH_TYPE_{}, but also specified a match string.",
                    match_type == default_name ? "DEFAULT" : "SPECIFIED"));
  if (match_type == default_name)
    filter.exactly[type] = std::nullopt;
  else
    filter.of_type.insert(type);
  return std::nullopt;
}

DescribeClientQuotasResponse describe_client_quotas(const Cluster& cluster, const Call&,
                                                    const DescribeClientQuotasRequest& request) {
  Filter filter{.exactly = {}, .of_type = {}, .strict = request.strict};
  for (const auto& component : request.components)
    if (auto refusal = add(filter, component)) return refused(refusal->error, refusal->message);
  if (filter.asks_for(ip_type) && (filter.asks_for(user_type) || filter.asks_for(client_id_type)))
    return refused(ErrorCode::invalid_request,
                   "Invalid entity filter component combination. IP filter component should not be "
                   "used with user or clientId filter component.");
  DescribeClientQuotasResponse response;
  for (const auto& entity : cluster.quotas.entities()) {
    if (!filter.matches(entity)) continue;
    auto& row = response.entries->emplace_back();
    for (const auto* part : in_hash_order(entity))
      row.entity.push_back({part->first, part->second});
    for (const auto& [key, value] : cluster.quotas.of(entity)) row.values.push_back({key, value});
  }
  return response;
}

}  // namespace

constinit const ApiEntry describe_client_quotas_entry =
    serve<DescribeClientQuotasRequest, describe_client_quotas, failure>();

}  // namespace dogear::broker
