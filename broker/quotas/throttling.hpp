// What clients have used of their quotas, and how long they are to be quiet for it (KIP-13,
// KIP-219, KIP-599). All of it is measured in wire time.
//
// A quota is told in an answer as throttleTimeMs; the broker then begins no other request of that
// connection until it is over.
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

// Sensors by those who share them. Whoever is idle for an hour is forgotten, as by Kafka.
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

// Counts bytes of a request that produces. Answers how long its client is to be quiet.
Millis throttle_produce(Cluster& cluster, const QuotaClient& client, std::size_t bytes,
                        WireTime now);

// The same for an answer to Fetch. One that is throttled is not sent, and so not counted.
Millis throttle_fetch(Cluster& cluster, const QuotaClient& client, std::size_t bytes, WireTime now);
// More bytes than this would be throttled whatever came before.
std::int32_t fetch_bytes_within_quota(const Cluster& cluster, const QuotaClient& client);

// Partitions that one request creates or deletes. From version `strict_since` on, none are once the
// quota is used up; before, they are, and the client waits for it afterwards.
class MutationQuota {
 public:
  MutationQuota(Cluster& cluster, const Call& call, protocol::Version strict_since);

  // False for those that the quota forbids: THROTTLING_QUOTA_EXCEEDED.
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
