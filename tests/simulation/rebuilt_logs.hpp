// Checks what a log keeps beside its records (sizes, times and offsets of segments, leader epochs,
// producers) against the records themselves.
#pragma once
#include <map>

#include "findings.hpp"
#include "storage/topics.hpp"

namespace dogear::simulation {

class RebuiltLogs {
 public:
  // Checks the logs that have changed since the last call.
  void observe(const storage::Topics& topics, BrokerTime now, Millis producer_expiration,
               Findings& findings);

 private:
  struct Seen {
    Uuid topic;
    Offset start = no_offset;
    Offset end = no_offset;
    Offset first_dirty = no_offset;
    std::size_t bytes = 0;
    LeaderEpoch epoch = no_epoch;
    friend bool operator==(const Seen&, const Seen&) = default;
  };
  std::map<TopicPartition, Seen> seen_;
};

}  // namespace dogear::simulation
