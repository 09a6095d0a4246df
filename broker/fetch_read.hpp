// Reading what a Fetch asks for, whether it came just now or has waited.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "broker/cluster.hpp"
#include "broker/fetch_sessions.hpp"
#include "broker/leadership.hpp"
#include "protocol/messages/fetch.hpp"

namespace dogear::broker {

enum class FetchIsolation { read_uncommitted, read_committed };

struct FetchLimits {
  std::int32_t max_bytes = 0;
  std::int32_t min_bytes = 0;
  FetchIsolation isolation = FetchIsolation::read_uncommitted;
  bool from_follower = false;
  ServedBy served_by = ServedBy::leader;
};

using FetchRowData = protocol::FetchResponse::FetchableTopicResponse::PartitionData;

struct FetchLeader {
  NodeId node;
  LeaderEpoch epoch;
};

struct FetchRow {
  std::size_t position;  // of the partition among those that were asked for
  FetchRowData data;
  std::optional<FetchLeader> leader;  // where the partition is to be had, when not here
};

struct FetchReading {
  // Partitions that could be asked first, in their order; then those that do not exist, as in
  // Kafka.
  std::vector<FetchRow> rows;
  std::size_t bytes = 0;
  // An error or a diverging epoch is answered at once, and so is a Fetch of nothing that exists.
  bool at_once = false;
  std::vector<WaitId> waits_for;
};

FetchReading read_partitions(const Cluster& cluster, NodeId node,
                             const std::vector<WantedPartition>& partitions,
                             const FetchLimits& limits);

// The row of a partition that does not exist or could not be asked.
FetchRowData failed_fetch_row(PartitionIndex partition, ErrorCode error);

}  // namespace dogear::broker
