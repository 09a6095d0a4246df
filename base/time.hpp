// The two times of a broker. They have different types, so that one cannot be mistaken for the
// other.
//
//   BrokerTime  for what is stored or lives on between requests: record timestamps, sessions,
//               rebalances, retention.
//   WireTime    for how long a request may stay unanswered: Fetch's max wait, time-outs, delays.
//
// Both are inputs of the broker: only server/ reads a clock.
#pragma once
#include <chrono>
#include <cstdint>

namespace dogear {

using Millis = std::chrono::milliseconds;

struct BrokerClock {
  using duration = Millis;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<BrokerClock>;
  static constexpr bool is_steady = false;
};

struct WireClock {
  using duration = Millis;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<WireClock>;
  static constexpr bool is_steady = true;
};

// Milliseconds since 1970-01-01T00:00:00Z, as in Kafka's records.
using BrokerTime = BrokerClock::time_point;
// Milliseconds since the broker was created.
using WireTime = WireClock::time_point;

// Real: broker time follows the machine's clock. Manual: it moves by command only.
enum class ClockMode { real, manual };

constexpr std::int64_t epoch_ms(BrokerTime time) { return time.time_since_epoch().count(); }
constexpr BrokerTime broker_time(std::int64_t epoch_ms) { return BrokerTime{Millis{epoch_ms}}; }

}  // namespace dogear
