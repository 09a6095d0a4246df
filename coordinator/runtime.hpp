// The one loop of every coordinator. A command reads state and decides on records and an answer;
// the records are appended to the internal log; state changes by replaying them, and by nothing
// else. What the log refuses has therefore not happened.
#pragma once
#include <span>

#include "base/error_code.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"
#include "base/waiting.hpp"
#include "coordinator/offsets_log.hpp"

namespace dogear::coordinator {

// The internal topic. All records of one call are appended together or not at all.
class RecordLog {
 public:
  virtual ~RecordLog() = default;
  virtual ErrorCode append(PartitionIndex partition, std::span<const CoordinatorRecord> records,
                           BrokerTime now) = 0;
  // More than this is refused in one call.
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

// Appends and, unless the log refuses, replays. Nothing to write always succeeds. The error is the
// client's: coordinator_error() has been applied to it.
ErrorCode write(Turn& turn, Replayed& state, PartitionIndex partition,
                std::span<const CoordinatorRecord> records);

// The same for records of which some may be written and others not: in as many batches as it takes.
// What the log refuses ends it.
void write_in_parts(Turn& turn, Replayed& state, PartitionIndex partition,
                    std::span<const CoordinatorRecord> records);

// What Kafka's coordinators answer when the log refuses an append with `append_error`.
ErrorCode coordinator_error(ErrorCode append_error);

}  // namespace dogear::coordinator
