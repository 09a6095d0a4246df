// Client quotas as AlterClientQuotas sets them (KIP-546), and which of them binds a client.
#pragma once
#include <compare>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dogear::broker {

// A name for each type among "user", "client-id" and "ip". Without a name it is the default entity
// of that type, whose quotas apply to all names that have none of their own.
using QuotaEntity = std::map<std::string, std::optional<std::string>, std::less<>>;
// By key, in the order of Kafka's table.
using QuotaValues = std::vector<std::pair<std::string, double>>;
// By key, in the order in which they are checked. A key without a value is to be removed.
using QuotaChanges = std::vector<std::pair<std::string, std::optional<double>>>;

inline constexpr std::string_view user_type = "user";
inline constexpr std::string_view client_id_type = "client-id";
inline constexpr std::string_view ip_type = "ip";

inline constexpr std::string_view producer_byte_rate = "producer_byte_rate";
inline constexpr std::string_view consumer_byte_rate = "consumer_byte_rate";
inline constexpr std::string_view controller_mutation_rate = "controller_mutation_rate";

// A client, or those who share a quota: a quota for a user alone is shared by all clients of that
// user, and client_id is then empty.
struct QuotaClient {
  std::string user;
  std::string client_id;

  friend auto operator<=>(const QuotaClient&, const QuotaClient&) = default;
};

struct BindingQuota {
  double limit;
  QuotaClient shared_by;
};

class ClientQuotas {
 public:
  bool empty() const { return all_.empty(); }
  // The entities that have quotas, in the order of Kafka's table.
  const std::vector<QuotaEntity>& entities() const { return order_; }
  const QuotaValues& of(const QuotaEntity& entity) const { return all_.at(entity); }
  // The changes of one request, in its order.
  void alter(const std::vector<std::pair<QuotaEntity, QuotaChanges>>& changes);

  // The most specific quota with this key: that for user and client id, else for the user, else for
  // the client id, with names before defaults.
  std::optional<BindingQuota> binding(std::string_view key, const QuotaClient& client) const;

 private:
  std::map<QuotaEntity, QuotaValues> all_;
  std::vector<QuotaEntity> order_;
};

}  // namespace dogear::broker
