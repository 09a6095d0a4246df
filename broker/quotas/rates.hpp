// Kafka's two measures for quotas (KIP-13, KIP-599): a rate over a few samples, and a token bucket.
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

// The sum of the last samples divided by the time that they span. That time is never taken as less
// than that of all samples but one, so that a first burst is spread over it.
class SampledRate {
 public:
  explicit SampledRate(QuotaWindow window) : window_(window) {}

  void record(double value, WireTime now);
  double per_second(WireTime now);
  // The time by which the sum is divided.
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

// Starts full, is emptied by take() and refilled at the quota's rate. More than its tokens may be
// taken: the number is then negative until time has made up for it.
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
