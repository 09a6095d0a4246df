#include "broker/fetch/fetch_read.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace dogear::broker {
namespace {

using protocol::Records;

// What is left of a request's limits while its partitions are read one after another.
struct Budget {
  std::int32_t bytes_left;
  // Whatever the limits, the first partition with records returns at least one batch (KIP-74).
  storage::MinOneMessage min_one = storage::MinOneMessage::yes;
};

// In contrast to the row of a partition that does not exist, aborted transactions are null.
FetchRowData refused_row(PartitionIndex partition, ErrorCode error) {
  auto row = failed_fetch_row(partition, error);
  row.aborted_transactions.reset();
  return row;
}

Offset end_of(const storage::PartitionLog& log, const FetchLimits& limits) {
  return limits.isolation == IsolationLevel::read_committed ? log.last_stable_offset()
                                                            : log.high_watermark();
}

// Sets the row's diverging epoch if the client's log has diverged from this one (KIP-595).
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
  const bool diverges = row.diverging_epoch.end_offset != no_offset;
  // Where the logs diverge nothing is read, and nobody looks for aborted transactions.
  if (limits.isolation == IsolationLevel::read_uncommitted || diverges)
    row.aborted_transactions.reset();
  if (diverges) return row;

  const auto end = end_of(log, limits);
  const auto max_bytes = std::min(wanted.max_bytes, budget.bytes_left);
  auto read = log.read(wanted.fetch_offset, end, static_cast<std::size_t>(std::max(0, max_bytes)),
                       budget.min_one);
  if (!read) return refused_row(wanted.partition, read.error());
  // Kafka fails on a negative limit only when there is something to read.
  if (max_bytes < 0 && wanted.fetch_offset < end)
    return refused_row(wanted.partition, ErrorCode::unknown_server_error);
  // Instead of the part of a batch that the limit leaves Kafka answers nothing at all.
  if (read->size == 0 && max_bytes > 0 && wanted.fetch_offset < end)
    row.aborted_transactions.reset();
  if (read->size > 0) budget.min_one = storage::MinOneMessage::no;
  row.records = Records(std::move(read->slices));
  return row;
}

ErrorCode check_partition(const storage::Topic& topic, const storage::Partition& partition,
                          NodeId node, const WantedPartition& wanted, const FetchLimits& limits) {
  if (!wanted.topic_id.is_zero() && topic.id != wanted.topic_id)
    return ErrorCode::inconsistent_topic_id;
  const auto served_by = limits.follower ? ServedBy::leader : limits.served_by;
  const auto error = check_leadership(partition, node, wanted.current_leader_epoch, served_by);
  if (error != ErrorCode::none || !limits.follower) return error;
  // No node fetches from another one here, but a client may claim to be a follower. Of one that is
  // no replica Kafka supposes that it knows more than the leader, and lets it retry.
  const auto is_one = *limits.follower != node && partition.has_replica(*limits.follower);
  if (is_one) return ErrorCode::none;
  return wanted.current_leader_epoch == no_epoch ? ErrorCode::not_leader_or_follower
                                                 : ErrorCode::unknown_leader_epoch;
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

FetchRowData failed_fetch_row(PartitionIndex partition, ErrorCode error) {
  FetchRowData row;
  row.partition_index = partition;
  row.error_code = error;
  row.high_watermark = -1;
  row.records = Records{};
  return row;
}

FetchSubjects sort_out(const Cluster& cluster, std::vector<WantedPartition> wanted,
                       TopicsBy topics_by, FetchedBy fetched_by) {
  FetchSubjects subjects;
  std::vector<FetchRow> after_ids;
  auto& unknown_names = fetched_by == FetchedBy::consumer ? after_ids : subjects.unknown;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto& [id, name, index] =
        std::tie(wanted[i].topic_id, wanted[i].topic, wanted[i].partition);
    const auto* topic = cluster.topics.find(name);
    if (topics_by == TopicsBy::id && name.empty())
      subjects.unknown.push_back({i, failed_fetch_row(index, ErrorCode::unknown_topic_id), {}});
    else if (!topic || !topic->partition(index))
      unknown_names.push_back(
          {i, failed_fetch_row(index, ErrorCode::unknown_topic_or_partition), {}});
    else
      subjects.known.push_back(i);
  }
  std::move(after_ids.begin(), after_ids.end(), std::back_inserter(subjects.unknown));
  subjects.wanted = std::move(wanted);
  return subjects;
}

FetchReading read_partitions(const Cluster& cluster, NodeId node, const FetchSubjects& subjects,
                             const FetchLimits& limits) {
  FetchReading reading;
  Budget budget{limits.max_bytes};
  for (const auto position : subjects.known) {
    const auto& wanted = subjects.wanted[position];
    const auto* topic = cluster.topics.find(wanted.topic);
    if (!topic || !topic->partition(wanted.partition)) {  // deleted while the Fetch waited
      reading.rows.push_back(
          {position, refused_row(wanted.partition, ErrorCode::unknown_topic_or_partition), {}});
      continue;
    }
    const auto& partition = *topic->partition(wanted.partition);
    const auto error = check_partition(*topic, partition, node, wanted, limits);
    auto row = read_partition(partition, error, position, wanted, limits, budget);
    reading.at_once |=
        row.data.error_code != ErrorCode::none || row.data.diverging_epoch.end_offset != no_offset;
    const auto size = row.data.records->size();
    reading.bytes += size;
    // The first batch may exceed the limit, and the limit may be negative.
    budget.bytes_left = static_cast<std::int32_t>(
        std::max<std::int64_t>(0, budget.bytes_left - static_cast<std::int64_t>(size)));
    reading.waits_for.push_back(partition.changed);
    reading.rows.push_back(std::move(row));
  }
  return reading;
}

bool is_satisfied(const Cluster& cluster, NodeId node, const FetchSubjects& subjects,
                  const FetchLimits& limits) {
  std::int64_t bytes = 0;
  for (const auto position : subjects.known) {
    const auto& wanted = subjects.wanted[position];
    const auto* topic = cluster.topics.find(wanted.topic);
    const auto* partition = topic ? topic->partition(wanted.partition) : nullptr;
    if (!partition || check_partition(*topic, *partition, node, wanted, limits) != ErrorCode::none)
      return true;
    const auto& log = *partition->log;
    const auto end = end_of(log, limits);
    if (wanted.fetch_offset > end) return true;
    const auto available = log.size_between(wanted.fetch_offset, end);
    if (!available) return true;
    bytes += std::min<std::int64_t>(static_cast<std::int64_t>(*available), wanted.max_bytes);
    FetchRowData row;
    if (check_divergence(log, wanted, row) != ErrorCode::none ||
        row.diverging_epoch.end_offset != no_offset)
      return true;
  }
  return bytes >= limits.min_bytes;
}

}  // namespace dogear::broker
