// Deletion of old segments, by age, by size, and below the log's start: the oldest first, always
// whole ones, and the active one as well if it qualifies.
#pragma once
#include <cstddef>
#include <optional>

#include "base/time.hpp"
#include "storage/partition_log.hpp"
#include "storage/topic_config.hpp"

namespace dogear::storage {

// Returns how many segments were deleted.
std::size_t delete_old_segments(PartitionLog& log, const TopicConfig& config, BrokerTime now);

// Whether the log would still have retention.bytes without its oldest segment, which may then be
// deleted.
bool exceeds_retention_bytes(const PartitionLog& log, const TopicConfig& config);

// When delete_old_segments() will have something to do if nothing but time changes;
// BrokerTime::min() if it has already.
std::optional<BrokerTime> retention_due(const PartitionLog& log, const TopicConfig& config);

}  // namespace dogear::storage
