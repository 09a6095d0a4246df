// Client quotas as AlterClientQuotas sets them (KIP-546), and which of them binds a client.
#pragma once
#include <compare>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace dogear::broker {

// A name for each type among "user", "client-id" and "ip". Without a name it is the default entity
// of that type, whose quotas apply to all names that have none of their own.
using QuotaEntity = std::map<std::string, std::optional<std::string>, std::less<>>;
using QuotaValues = std::map<std::string, double, std::less<>>;

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
  const std::map<QuotaEntity, QuotaValues>& all() const { return all_; }
  bool empty() const { return all_.empty(); }
  void set(const QuotaEntity& entity, const std::string& key, double value);
  void remove(const QuotaEntity& entity, std::string_view key);

  // The most specific quota with this key: that for user and client id, else for the user, else for
  // the client id, with names before defaults.
  std::optional<BindingQuota> binding(std::string_view key, const QuotaClient& client) const;

 private:
  std::map<QuotaEntity, QuotaValues> all_;
};

}  // namespace dogear::broker
