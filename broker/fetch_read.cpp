#include "broker/fetch_read.hpp"

#include <algorithm>

namespace dogear::broker {
namespace {

using protocol::Records;

// What is left of a request's limits while its partitions are read one after the other.
struct Budget {
  std::size_t bytes_left;
  // The first partition with records gives at least one batch, whatever the limits say (KIP-74).
  storage::MinOneMessage min_one = storage::MinOneMessage::yes;
};

// Unlike a partition that does not exist, one that refuses has no list of aborted transactions.
FetchRowData refused_row(PartitionIndex partition, ErrorCode error) {
  auto row = failed_fetch_row(partition, error);
  row.aborted_transactions.reset();
  return row;
}

// Whether the client's log went another way than this one (KIP-595).
ErrorCode check_divergence(const storage::PartitionLog& log, const WantedPartition& wanted,
                           FetchRowData& row) {
  if (wanted.last_fetched_epoch == no_epoch) return ErrorCode::none;
  const auto end = log.end_offset_for(wanted.last_fetched_epoch);
  if (end.end_offset == no_offset || end.epoch == no_epoch) return ErrorCode::offset_out_of_range;
  if (wanted.fetch_offset < log.log_start_offset()) return ErrorCode::offset_out_of_range;
  if (end.epoch < wanted.last_fetched_epoch || end.end_offset < wanted.fetch_offset)
    row.diverging_epoch = {end.epoch, end.end_offset};
  return ErrorCode::none;
}

FetchRowData read_log(const storage::PartitionLog& log, const WantedPartition& wanted,
                      const FetchLimits& limits, Budget& budget) {
  FetchRowData row;
  row.partition_index = wanted.partition;
  row.records = Records{};
  if (const auto error = check_divergence(log, wanted, row); error != ErrorCode::none)
    return refused_row(wanted.partition, error);
  row.high_watermark = log.high_watermark();
  row.last_stable_offset = log.last_stable_offset();
  row.log_start_offset = log.log_start_offset();
  const auto committed_only = limits.isolation == FetchIsolation::read_committed;
  if (!committed_only) row.aborted_transactions.reset();
  if (row.diverging_epoch.end_offset != no_offset) return row;

  const auto end = committed_only ? log.last_stable_offset() : log.high_watermark();
  const auto partition_bytes = static_cast<std::size_t>(std::max(0, wanted.max_bytes));
  auto read = log.read(wanted.fetch_offset, end, std::min(partition_bytes, budget.bytes_left),
                       budget.min_one);
  if (!read) return refused_row(wanted.partition, read.error());
  if (read->size > 0) budget.min_one = storage::MinOneMessage::no;
  budget.bytes_left -= std::min(budget.bytes_left, read->size);
  row.records = Records(std::move(read->slices));
  return row;
}

}  // namespace

FetchRowData failed_fetch_row(PartitionIndex partition, ErrorCode error) {
  FetchRowData row;
  row.partition_index = partition;
  row.error_code = error;
  row.high_watermark = -1;
  row.records = Records{};
  return row;
}

namespace {

ErrorCode check_partition(const storage::Topic& topic, const storage::Partition& partition,
                          NodeId node, const WantedPartition& wanted, const FetchLimits& limits) {
  if (!wanted.topic_id.is_zero() && topic.id != wanted.topic_id)
    return ErrorCode::inconsistent_topic_id;
  // No node fetches from another one here: nobody is the follower that such a request claims to be.
  if (limits.from_follower) return ErrorCode::not_leader_or_follower;
  return check_leadership(partition, node, wanted.current_leader_epoch, limits.served_by);
}

FetchRow read_partition(const storage::Partition& partition, ErrorCode error, std::size_t position,
                        const WantedPartition& wanted, const FetchLimits& limits, Budget& budget) {
  FetchRow row{position, {}, std::nullopt};
  row.data = error == ErrorCode::none ? read_log(*partition.log, wanted, limits, budget)
                                      : refused_row(wanted.partition, error);
  if (error == ErrorCode::not_leader_or_follower || error == ErrorCode::fenced_leader_epoch)
    row.leader = FetchLeader{partition.leader, partition.leader_epoch};
  return row;
}

}  // namespace

FetchReading read_partitions(const Cluster& cluster, NodeId node,
                             const std::vector<WantedPartition>& partitions,
                             const FetchLimits& limits) {
  FetchReading reading;
  std::vector<FetchRow> missing;
  Budget budget{static_cast<std::size_t>(limits.max_bytes)};
  for (std::size_t i = 0; i < partitions.size(); ++i) {
    const auto& wanted = partitions[i];
    const auto* topic = cluster.topics.find(wanted.topic);
    const auto* partition = topic ? topic->partition(wanted.partition) : nullptr;
    if (!partition) {
      const auto nameless = wanted.topic.empty() && !wanted.topic_id.is_zero();
      const auto error =
          nameless ? ErrorCode::unknown_topic_id : ErrorCode::unknown_topic_or_partition;
      missing.push_back({i, failed_fetch_row(wanted.partition, error), std::nullopt});
      continue;
    }
    const auto error = check_partition(*topic, *partition, node, wanted, limits);
    auto row = read_partition(*partition, error, i, wanted, limits, budget);
    reading.at_once |=
        row.data.error_code != ErrorCode::none || row.data.diverging_epoch.end_offset != no_offset;
    reading.bytes += row.data.records->size();
    reading.waits_for.push_back(partition->changed);
    reading.rows.push_back(std::move(row));
  }
  reading.at_once |= reading.rows.empty();
  reading.rows.insert(reading.rows.end(), std::make_move_iterator(missing.begin()),
                      std::make_move_iterator(missing.end()));
  return reading;
}

}  // namespace dogear::broker
