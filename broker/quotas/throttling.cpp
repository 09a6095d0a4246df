#include "broker/quotas/throttling.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "broker/cluster.hpp"

namespace dogear::broker {
namespace {

constexpr std::string_view user_prefix = "User:";

QuotaWindow client_window(const Cluster& cluster) {
  return {cluster.config.quota_window_num, cluster.config.quota_window_size};
}

QuotaWindow mutation_window(const Cluster& cluster) {
  return {cluster.config.controller_quota_window_num, cluster.config.controller_quota_window_size};
}

Millis rounded(double milliseconds) {
  constexpr auto longest = std::numeric_limits<std::int32_t>::max();
  return Millis{std::llround(std::min(milliseconds, double{longest}))};
}

// How long it takes until the rate is back at the limit, if nothing is added.
Millis overdue(SampledRate& rate, double limit, WireTime now) {
  const auto per_second = rate.per_second(now);
  if (!(per_second > limit)) return Millis{0};
  return rounded((per_second - limit) / limit * static_cast<double>(rate.elapsed(now).count()));
}

}  // namespace

QuotaClient quota_client(const Peer& peer, const std::string& client_id) {
  auto user = std::string_view(peer.principal);
  if (user.starts_with(user_prefix)) user.remove_prefix(user_prefix.size());
  return {std::string(user), client_id};
}

Millis throttle_produce(Cluster& cluster, const QuotaClient& client, std::size_t bytes,
                        WireTime now) {
  const auto quota = cluster.quotas.binding(producer_byte_rate, client);
  if (!quota) return Millis{0};
  auto& rate = cluster.throttling->produced.of(quota->shared_by, client_window(cluster), now);
  rate.record(static_cast<double>(bytes), now);
  return overdue(rate, quota->limit, now);
}

Millis throttle_fetch(Cluster& cluster, const QuotaClient& client, std::size_t bytes,
                      WireTime now) {
  const auto quota = cluster.quotas.binding(consumer_byte_rate, client);
  if (!quota) return Millis{0};
  auto& rate = cluster.throttling->fetched.of(quota->shared_by, client_window(cluster), now);
  rate.record(static_cast<double>(bytes), now);
  const auto throttle = overdue(rate, quota->limit, now);
  if (throttle > Millis{0}) rate.record(-static_cast<double>(bytes), now);
  return throttle;
}

std::int32_t fetch_bytes_within_quota(const Cluster& cluster, const QuotaClient& client) {
  constexpr auto unlimited = std::numeric_limits<std::int32_t>::max();
  const auto quota = cluster.quotas.binding(consumer_byte_rate, client);
  if (!quota) return unlimited;
  const auto window = client_window(cluster);
  const auto most = quota->limit * (window.samples - 1) * static_cast<double>(window.size.count());
  return most < unlimited ? static_cast<std::int32_t>(most) : unlimited;
}

MutationQuota::MutationQuota(Cluster& cluster, const Call& call, protocol::Version strict_since)
    : cluster_(cluster),
      client_(quota_client(call.peer, call.client_id)),
      now_(call.wire_now),
      strict_(call.version >= strict_since) {}

bool MutationQuota::take(std::size_t partitions) {
  const auto quota = cluster_.quotas.binding(controller_mutation_rate, client_);
  if (!quota) return true;
  auto& bucket =
      cluster_.throttling->mutations.of(quota->shared_by, mutation_window(cluster_), now_);
  const auto refused = strict_ && bucket.tokens(quota->limit, now_) < 0;
  if (!refused) bucket.take(static_cast<double>(partitions), quota->limit, now_);
  const auto tokens = bucket.tokens(quota->limit, now_);
  if (tokens < 0 && (refused || !strict_)) throttle_ = rounded(-tokens / quota->limit * 1000);
  return !refused;
}

}  // namespace dogear::broker
