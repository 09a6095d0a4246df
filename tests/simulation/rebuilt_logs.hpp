// What a log remembers beside its records is what its records say: sizes and times of segments,
// where they begin, leader epochs, producers.
#pragma once
#include <map>

#include "findings.hpp"
#include "storage/topics.hpp"

namespace dogear::simulation {

class RebuiltLogs {
 public:
  // Looks at those logs that have changed since.
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
