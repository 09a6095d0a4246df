// Deletion of old segments: by age, by size, and below the log's start. Whole segments only, the
// oldest first, the active one too when it qualifies.
#pragma once
#include <cstddef>
#include <optional>

#include "base/time.hpp"
#include "storage/partition_log.hpp"
#include "storage/topic_config.hpp"

namespace dogear::storage {

// Returns how many segments went.
std::size_t delete_old_segments(PartitionLog& log, const TopicConfig& config, BrokerTime now);

// Whether the log, with its oldest segment gone, still has retention.bytes.
bool exceeds_retention_bytes(const PartitionLog& log, const TopicConfig& config);

// From when on delete_old_segments() finds something, if only time passes. A time long gone when it
// would already.
std::optional<BrokerTime> retention_due(const PartitionLog& log, const TopicConfig& config);

}  // namespace dogear::storage
