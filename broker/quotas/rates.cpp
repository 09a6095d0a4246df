#include "broker/quotas/rates.hpp"

#include <algorithm>

namespace dogear::broker {
namespace {

double seconds(Millis time) { return static_cast<double>(time.count()) / 1000; }

}  // namespace

SampledRate::Sample& SampledRate::current(WireTime now) {
  if (samples_.empty()) samples_.push_back({0, now, now});
  if (now - samples_[current_].start < window_.size) return samples_[current_];
  // One sample more than the window has: the oldest one may only partly be within it.
  current_ = (current_ + 1) % (static_cast<std::size_t>(window_.samples) + 1);
  if (current_ < samples_.size())
    samples_[current_] = {0, now, now};
  else
    samples_.push_back({0, now, now});
  return samples_[current_];
}

void SampledRate::record(double value, WireTime now) {
  auto& sample = current(now);
  sample.value += value;
  sample.last_event = now;
  last_event_ = now;
}

void SampledRate::purge(WireTime now) {
  for (auto& sample : samples_)
    if (now - sample.last_event >= window_.samples * window_.size) sample = {0, now, now};
}

Millis SampledRate::elapsed(WireTime now) {
  purge(now);
  auto oldest = now;
  for (const auto& sample : samples_) oldest = std::min(oldest, sample.start);
  const Millis size = window_.size;
  auto elapsed = std::chrono::duration_cast<Millis>(now - oldest);
  const auto full_windows = elapsed / size;
  const auto wanted = window_.samples - 1;
  if (full_windows < wanted) elapsed += (wanted - full_windows) * size;
  return std::max(elapsed, Millis{1});
}

double SampledRate::per_second(WireTime now) {
  const auto time = elapsed(now);
  double sum = 0;
  for (const auto& sample : samples_) sum += sample.value;
  return sum / seconds(time);
}

double TokenBucket::tokens(double rate, WireTime now) {
  const auto burst = window_.samples * static_cast<double>(window_.size.count()) * rate;
  const auto refill = rate * seconds(std::chrono::duration_cast<Millis>(now - last_update_));
  tokens_ = used_ ? std::min(burst, tokens_ + refill) : burst;
  used_ = true;
  last_update_ = now;
  return tokens_;
}

void TokenBucket::take(double tokens, double rate, WireTime now) {
  tokens_ = this->tokens(rate, now) - tokens;
}

}  // namespace dogear::broker
