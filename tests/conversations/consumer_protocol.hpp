// What consumers put into JoinGroup and SyncGroup: ConsumerProtocolSubscription v0-3 and
// ConsumerProtocolAssignment v0-3, in Kafka's JSON names, with "version" (0 unless given) as a
// field more.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include <boost/json/value.hpp>

#include "base/slice.hpp"

namespace dogear::conversations {

// {"topics":["orders"], "ownedPartitions":[{"topic":"orders","partitions":[0]}], "version":1}
std::vector<std::uint8_t> subscription_from(const boost::json::value& json);
// {"assignedPartitions":[{"topic":"orders","partitions":[0, 1]}]}
std::vector<std::uint8_t> assignment_from(const boost::json::value& json);

// Nothing unless the bytes are exactly what the above make of the result.
std::optional<boost::json::value> show_subscription(ByteSpan bytes);
std::optional<boost::json::value> show_assignment(ByteSpan bytes);

}  // namespace dogear::conversations
