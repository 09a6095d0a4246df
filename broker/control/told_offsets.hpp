// Committed offsets in control answers, with their lag.
#pragma once
#include <set>

#include <boost/json/array.hpp>

#include "broker/cluster.hpp"

namespace dogear::broker::control {

// A row for each partition: topic, partition, offset, leaderEpoch, metadata, committedAt,
// expiresAt, highWatermark, lag; null where there is no value. `group` may be null.
boost::json::array told_offsets(const Cluster& cluster, const coordinator::Group* group,
                                const std::set<TopicPartition>& partitions);

}  // namespace dogear::broker::control
