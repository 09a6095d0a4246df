// Measures what clients use of their quotas, and for how long to throttle them (KIP-13, KIP-219,
// KIP-599), all in wire time.
//
// An answer contains that time as throttleTimeMs; until it is over the broker begins no other
// request of that connection.
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "base/time.hpp"
#include "broker/call.hpp"
#include "broker/quotas/client_quotas.hpp"
#include "broker/quotas/rates.hpp"

namespace dogear::broker {

struct Cluster;

QuotaClient quota_client(const Peer& peer, const std::string& client_id);

// A sensor for each group of clients that shares a quota. As in Kafka, one that is idle for an hour
// is forgotten.
template <class Sensor>
class QuotaSensors {
 public:
  Sensor& of(const QuotaClient& client, QuotaWindow window, WireTime now) {
    if (const auto found = sensors_.find(client); found != sensors_.end()) return found->second;
    if (sensors_.size() >= sweep_at_) sweep(now);
    return sensors_.emplace(client, Sensor(window)).first->second;
  }

 private:
  void sweep(WireTime now) {
    std::erase_if(sensors_, [&](const auto& entry) {
      return now - entry.second.last_event() >= std::chrono::hours{1};
    });
    sweep_at_ = 2 * sensors_.size() + 100;
  }

  std::map<QuotaClient, Sensor> sensors_;
  std::size_t sweep_at_ = 100;
};

struct Throttling {
  QuotaSensors<SampledRate> produced;
  QuotaSensors<SampledRate> fetched;
  QuotaSensors<TokenBucket> mutations;
};

// Counts the bytes of a Produce request. Returns for how long to throttle its client.
Millis throttle_produce(Cluster& cluster, const QuotaClient& client, std::size_t bytes,
                        WireTime now);

// The same for an answer to Fetch. When it is throttled, its records are neither sent nor counted.
Millis throttle_fetch(Cluster& cluster, const QuotaClient& client, std::size_t bytes, WireTime now);
// The bytes that one answer to Fetch may have: more would be throttled however idle the client was.
std::int32_t fetch_bytes_within_quota(const Cluster& cluster, const QuotaClient& client);

// Counts the partitions that one request creates or deletes. When the quota is used up, requests
// from version `strict_since` on are refused more; older ones are served, and their client
// throttled.
class MutationQuota {
 public:
  MutationQuota(Cluster& cluster, const Call& call, protocol::Version strict_since);

  // False when the quota forbids them: THROTTLING_QUOTA_EXCEEDED.
  bool take(std::size_t partitions);
  std::int32_t throttle_time_ms() const { return static_cast<std::int32_t>(throttle_.count()); }

 private:
  Cluster& cluster_;
  QuotaClient client_;
  WireTime now_;
  bool strict_;
  Millis throttle_{0};
};

}  // namespace dogear::broker
