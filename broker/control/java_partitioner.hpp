// How Kafka's Java producer chooses the partition of a record with a key
// (BuiltInPartitioner.partitionForKey).
#pragma once
#include <cstdint>

#include "base/ids.hpp"
#include "base/slice.hpp"

namespace dogear::broker::control {

// Utils.murmur2; as in Java the result may be negative.
std::int32_t murmur2(ByteSpan bytes);

// REQUIRES: partitions > 0.
PartitionIndex partition_for_key(ByteSpan key, std::int32_t partitions);

}  // namespace dogear::broker::control
