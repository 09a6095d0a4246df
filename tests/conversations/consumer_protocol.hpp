// The consumer protocol as JSON: ConsumerProtocolSubscription v0-3 and ConsumerProtocolAssignment
// v0-3, which consumers put into JoinGroup and SyncGroup. Kafka's names, and "version" (default 0).
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

// Nothing unless the functions above turn the result into exactly these bytes again.
std::optional<boost::json::value> show_subscription(ByteSpan bytes);
std::optional<boost::json::value> show_assignment(ByteSpan bytes);

}  // namespace dogear::conversations
