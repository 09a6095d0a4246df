// The members `topic` and `partition` of a request: one partition of an existing topic, or all.
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

// A problem, UNKNOWN_TOPIC_OR_PARTITION, if there is no such topic or partition.
boost::system::result<const storage::Topic*, Problem> find_topic(const Cluster& cluster,
                                                                 const WantedPartitions& wanted);

}  // namespace dogear::broker::control
