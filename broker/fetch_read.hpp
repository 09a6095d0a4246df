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
enum class TopicsBy { name, id };

struct FetchLimits {
  std::int32_t max_bytes = 0;
  std::int32_t min_bytes = 0;
  FetchIsolation isolation = FetchIsolation::read_uncommitted;
  std::optional<NodeId> follower;  // who says that it is one
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

// What a Fetch asks for, sorted once, when the request comes, by whether it exists.
struct FetchSubjects {
  std::vector<WantedPartition> wanted;
  std::vector<std::size_t> known;  // positions in `wanted`
  std::vector<FetchRow> unknown;   // ids, then names and partitions
};

FetchSubjects sort_out(const Cluster& cluster, std::vector<WantedPartition> wanted,
                       TopicsBy topics_by);

struct FetchReading {
  std::vector<FetchRow> rows;  // of the known partitions, in their order
  std::size_t bytes = 0;
  bool at_once = false;  // an error or a diverging epoch is answered at once
  std::vector<WaitId> waits_for;
};

FetchReading read_partitions(const Cluster& cluster, NodeId node, const FetchSubjects& subjects,
                             const FetchLimits& limits);

// Whether a Fetch that waits has reason to be answered. Kafka, in DelayedFetch, does not read for
// that but counts, and counts otherwise than it reads: up to each partition's limit, and what is
// left of an older segment is always enough.
bool is_satisfied(const Cluster& cluster, NodeId node, const FetchSubjects& subjects,
                  const FetchLimits& limits);

// The row of a partition that does not exist or could not be asked.
FetchRowData failed_fetch_row(PartitionIndex partition, ErrorCode error);

}  // namespace dogear::broker
