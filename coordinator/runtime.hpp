// How coordinators change what is durable. A command reads the state and decides on records and an
// answer; the records are appended to the internal log; only replaying them changes the state. What
// the log refuses has therefore not happened.
#pragma once
#include <span>

#include "base/error_code.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"
#include "base/waiting.hpp"
#include "coordinator/offsets_log.hpp"

namespace dogear::coordinator {

// The internal topic. The records of one call are appended together or not at all.
class RecordLog {
 public:
  virtual ~RecordLog() = default;
  virtual ErrorCode append(PartitionIndex partition, std::span<const CoordinatorRecord> records,
                           BrokerTime now) = 0;
  // A call with more is refused.
  virtual std::size_t max_batch_bytes() const = 0;
};

// The state that the records of a log describe.
class Replayed {
 public:
  virtual ~Replayed() = default;
  virtual void replay(const CoordinatorRecord& record) = 0;
};

// One step of a coordinator: when it happens, and where its records and answers go.
struct Turn {
  BrokerTime now;
  RecordLog& log;
  Changes& changes;
};

// Appends the records and, unless the log refuses, replays them. Without records it always
// succeeds. The error is for clients: coordinator_error() has been applied to it.
ErrorCode write(Turn& turn, Replayed& state, PartitionIndex partition,
                std::span<const CoordinatorRecord> records);

// The same for records that need not be written together: in as many batches as it takes. It ends
// with the first batch that the log refuses.
void write_in_parts(Turn& turn, Replayed& state, PartitionIndex partition,
                    std::span<const CoordinatorRecord> records);

// What Kafka's coordinators answer when the log refuses an append with `append_error`.
ErrorCode coordinator_error(ErrorCode append_error);

}  // namespace dogear::coordinator
