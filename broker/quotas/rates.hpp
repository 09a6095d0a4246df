// How Kafka measures what quotas limit (KIP-13, KIP-599): a rate over a few samples, and a bucket
// of tokens.
#pragma once
#include <cstdint>
#include <vector>

#include "base/time.hpp"

namespace dogear::broker {

// quota.window.num samples of quota.window.size.seconds each.
struct QuotaWindow {
  std::int32_t samples = 11;
  std::chrono::seconds size{1};
};

// A sum over the last samples, by the time that they take. Until they are full it is taken by the
// time that all but one of them would take, so that a burst is no violation.
class SampledRate {
 public:
  explicit SampledRate(QuotaWindow window) : window_(window) {}

  void record(double value, WireTime now);
  double per_second(WireTime now);
  // The time that the samples take.
  Millis elapsed(WireTime now);
  WireTime last_event() const { return last_event_; }

 private:
  struct Sample {
    double value = 0;
    WireTime start{};
    WireTime last_event{};
  };

  void purge(WireTime now);
  Sample& current(WireTime now);

  QuotaWindow window_;
  std::vector<Sample> samples_;
  std::size_t current_ = 0;
  WireTime last_event_{};
};

// Full at first; empties by what is taken and fills at the quota's rate. What is taken beyond its
// last token must be waited for.
class TokenBucket {
 public:
  explicit TokenBucket(QuotaWindow window) : window_(window) {}

  double tokens(double rate, WireTime now);
  void take(double tokens, double rate, WireTime now);
  WireTime last_event() const { return last_update_; }

 private:
  QuotaWindow window_;
  bool used_ = false;
  double tokens_ = 0;
  WireTime last_update_{};
};

}  // namespace dogear::broker
