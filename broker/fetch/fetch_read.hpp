// Reads the partitions that a Fetch asks for, when it arrives and again when it has waited.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "broker/cluster.hpp"
#include "broker/fetch/fetch_sessions.hpp"
#include "broker/isolation_level.hpp"
#include "broker/topics/leadership.hpp"
#include "protocol/messages/fetch.hpp"

namespace dogear::broker {

struct FetchLimits {
  std::int32_t max_bytes = 0;
  std::int32_t min_bytes = 0;
  IsolationLevel isolation = IsolationLevel::read_uncommitted;
  std::optional<NodeId> follower;  // the replica that the request claims to come from
  ServedBy served_by = ServedBy::leader;
};

using FetchRowData = protocol::FetchResponse::FetchableTopicResponse::PartitionData;

struct FetchLeader {
  NodeId node;
  LeaderEpoch epoch;
};

struct FetchRow {
  std::size_t position;  // of the partition in FetchSubjects::wanted
  FetchRowData data;
  std::optional<FetchLeader> leader;  // set when the client must turn to it instead
};

// The partitions that a Fetch asks for, sorted when the request arrives by whether they exist.
struct FetchSubjects {
  std::vector<WantedPartition> wanted;
  std::vector<std::size_t> known;  // positions in `wanted`
  std::vector<FetchRow> unknown;   // for a consumer ids, then names and partitions
};

FetchSubjects sort_out(const Cluster& cluster, std::vector<WantedPartition> wanted,
                       TopicsBy topics_by, FetchedBy fetched_by);

struct FetchReading {
  std::vector<FetchRow> rows;  // of the known partitions, in their order
  std::size_t bytes = 0;
  bool at_once = false;  // there is an error or a diverging epoch, which is answered at once
  std::vector<WaitId> waits_for;
};

FetchReading read_partitions(const Cluster& cluster, NodeId node, const FetchSubjects& subjects,
                             const FetchLimits& limits);

// Whether a waiting Fetch must be answered. As in Kafka's DelayedFetch nothing is read for that:
// available bytes are counted, each partition up to its own limit, and a fetch offset in an older
// segment is always enough.
bool is_satisfied(const Cluster& cluster, NodeId node, const FetchSubjects& subjects,
                  const FetchLimits& limits);

// The row of a partition that does not exist, or of a request that failed as a whole.
FetchRowData failed_fetch_row(PartitionIndex partition, ErrorCode error);

}  // namespace dogear::broker
