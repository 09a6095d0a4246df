// The members `topic` and `partition` of requests about logs that are there: one partition of a
// topic, or all of them.
#pragma once
#include <optional>
#include <string>

#include <boost/system/result.hpp>

#include "broker/cluster.hpp"
#include "broker/control/request_reader.hpp"

namespace dogear::broker::control {

struct WantedPartitions {
  std::string topic;
  std::optional<PartitionIndex> partition;

  bool contain(PartitionIndex index) const { return !partition || *partition == index; }
};
WantedPartitions read_partitions(RequestReader& reader);

std::optional<PartitionIndex> read_partition(RequestReader& reader);

// UNKNOWN_TOPIC_OR_PARTITION, of the member that names it.
boost::system::result<const storage::Topic*, Problem> find_topic(const Cluster& cluster,
                                                                 const WantedPartitions& wanted);

}  // namespace dogear::broker::control
