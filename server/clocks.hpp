// The machine's clocks, as the two times of a broker. The only place of the product that reads
// them.
#pragma once
#include <chrono>

#include "base/time.hpp"

namespace dogear::server {

class Clocks {
 public:
  Clocks() : started_(std::chrono::steady_clock::now()) {}

  static BrokerTime machine_time() {
    return std::chrono::time_point_cast<Millis>(BrokerTime{
        std::chrono::duration_cast<Millis>(std::chrono::system_clock::now().time_since_epoch())});
  }

  WireTime wire_now() const {
    return WireTime{
        std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - started_)};
  }
  // What broker time flows to, as long as its clock is real.
  BrokerTime flowing_broker_time() const { return machine_time() + offset_; }
  // It was moved by command, and flows on from there.
  void set_broker_time(BrokerTime now) { offset_ = now - machine_time(); }
  std::chrono::steady_clock::time_point steady_time_of(WireTime time) const {
    return started_ + time.time_since_epoch();
  }

 private:
  std::chrono::steady_clock::time_point started_;
  Millis offset_{0};  // how far broker time runs before the machine's
};

}  // namespace dogear::server
