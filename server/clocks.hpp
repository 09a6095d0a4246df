// The machine's clocks, read as the broker's two times. The only place in the product that reads a
// clock for the broker.
#pragma once
#include <algorithm>
#include <chrono>

#include "base/time.hpp"

namespace dogear::server {

class Clocks {
 public:
  Clocks() : started_(std::chrono::steady_clock::now()) {}

  static BrokerTime machine_time() {
    return BrokerTime{
        std::chrono::duration_cast<Millis>(std::chrono::system_clock::now().time_since_epoch())};
  }

  WireTime wire_now() const {
    return WireTime{
        std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - started_)};
  }
  // Broker time as it is now, as long as its clock is real.
  BrokerTime flowing_broker_time() const { return machine_time() + offset_; }
  // A command has moved broker time: from now on it continues from there.
  void set_broker_time(BrokerTime now) { offset_ = now - machine_time(); }
  std::chrono::steady_clock::time_point steady_time_of(WireTime time) const {
    // steady_clock counts nanoseconds, which overflow after 292 years. A deadline farther away than
    // that is no earlier for it: whoever waits until then asks again.
    constexpr Millis longest = std::chrono::years{100};
    return started_ + std::min(time.time_since_epoch(), longest);
  }

 private:
  std::chrono::steady_clock::time_point started_;
  Millis offset_{0};  // how far broker time is ahead of the machine's
};

}  // namespace dogear::server
