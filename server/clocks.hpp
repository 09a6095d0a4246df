// The machine's clocks, as the two times of a broker. The only place of the product that reads
// them.
#pragma once
#include <chrono>

#include "base/time.hpp"

namespace dogear::server {

enum class ClockMode { real, manual };

class Clocks {
 public:
  explicit Clocks(ClockMode mode) : mode_(mode), started_(std::chrono::steady_clock::now()) {}

  static BrokerTime machine_time() {
    return std::chrono::time_point_cast<Millis>(BrokerTime{
        std::chrono::duration_cast<Millis>(std::chrono::system_clock::now().time_since_epoch())});
  }

  ClockMode mode() const { return mode_; }
  void set_mode(ClockMode mode) { mode_ = mode; }
  // How far broker time runs before the machine's, after it was moved by command.
  Millis offset() const { return offset_; }
  void add_offset(Millis more) { offset_ += more; }

  WireTime wire_now() const {
    return WireTime{
        std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - started_)};
  }
  // What broker time flows to; with a manual clock it does not flow.
  BrokerTime flowing_broker_time() const { return machine_time() + offset_; }
  std::chrono::steady_clock::time_point steady_time_of(WireTime time) const {
    return started_ + time.time_since_epoch();
  }

 private:
  ClockMode mode_;
  std::chrono::steady_clock::time_point started_;
  Millis offset_{0};
};

}  // namespace dogear::server
