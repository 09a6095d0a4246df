// Compaction: of each key only the last record stays. Offsets never change, so holes appear; the
// active segment and what is younger than min.compaction.lag.ms are left alone.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/error_code.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"
#include "storage/partition_log.hpp"
#include "storage/topic_config.hpp"

namespace dogear::storage {

// What a compaction would find now.
struct Cleanable {
  Offset first_dirty_offset = 0;
  // The base of the first segment that may not be cleaned yet.
  Offset first_uncleanable_offset = 0;
  std::size_t clean_bytes = 0;      // compacted before
  std::size_t cleanable_bytes = 0;  // not yet
  bool overdue = false;             // by max.compaction.lag.ms

  double ratio() const;
};
Cleanable cleanable(const PartitionLog& log, const TopicConfig& config, BrokerTime now);

// Kafka cleans a compacted topic when more than min.cleanable.dirty.ratio of it is dirty, or
// overdue.
bool should_compact(const PartitionLog& log, const TopicConfig& config, BrokerTime now);

// When should_compact() may become true if nothing but time changes; BrokerTime::min() if it is
// true already.
std::optional<BrokerTime> compaction_due(const PartitionLog& log, const TopicConfig& config,
                                         BrokerTime now);

struct Compaction {
  // corrupt_message when a stored batch cannot be read: no segment has changed, and the log is
  // marked as uncleanable, so that it is not tried again.
  ErrorCode error = ErrorCode::none;
  std::size_t bytes_before = 0;  // of the segments that were cleaned
  std::size_t bytes_after = 0;
};

// Compacts, whether or not should_compact(). One call handles at most `max_keys` different keys, by
// default as many as Kafka's default buffer holds; what lies behind them stays dirty.
Compaction compact(PartitionLog& log, const TopicConfig& config, BrokerTime now,
                   std::size_t max_keys = 5'033'164);

}  // namespace dogear::storage
