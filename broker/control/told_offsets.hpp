// Committed offsets as a control answer tells them, with how far they lag behind.
#pragma once
#include <set>

#include <boost/json/array.hpp>

#include "broker/cluster.hpp"

namespace dogear::broker::control {

// A row for each: topic, partition, offset, leaderEpoch, metadata, committedAt, expiresAt,
// highWatermark, lag. Null where there is none.
boost::json::array told_offsets(const Cluster& cluster, const coordinator::Group* group,
                                const std::set<TopicPartition>& partitions);

}  // namespace dogear::broker::control
