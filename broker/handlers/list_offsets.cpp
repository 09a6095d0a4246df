// ListOffsets v1-11: the first and last offsets of partitions, and offsets by timestamp.
//   v2    isolation level
//   v4    the client's leader epoch is checked; the answer has the leader epoch of the offset
//   v7    timestamp -3: the record with the largest timestamp (KIP-734)
//   v8    timestamp -4: the first offset in local storage (KIP-405)
//   v9    timestamp -5: the last offset in tiered storage (KIP-1005)
//   v11   timestamp -6: the first offset that is not yet in tiered storage (KIP-1023)
//   There is no tiered storage here.
#include "protocol/messages/list_offsets.hpp"

#include <utility>

#include "broker/answer_order.hpp"
#include "broker/cluster.hpp"
#include "broker/isolation_level.hpp"
#include "broker/serve.hpp"
#include "broker/topics/leadership.hpp"

namespace dogear::broker {
namespace {

using protocol::ListOffsetsRequest;
using protocol::ListOffsetsResponse;
using Wanted = ListOffsetsRequest::Topic::Partition;
using Row = ListOffsetsResponse::TopicResponse::PartitionResponse;
using storage::OffsetAndTimestamp;

constexpr std::int64_t latest = -1;
constexpr std::int64_t earliest = -2;
constexpr std::int64_t max_timestamp = -3;
constexpr std::int64_t earliest_local = -4;
constexpr std::int64_t latest_tiered = -5;
constexpr std::int64_t earliest_pending_upload = -6;

constexpr NodeId consumer_replica = -1;
constexpr NodeId debugging_replica = -2;  // may ask any replica

bool understands(protocol::Version version, std::int64_t timestamp) {
  if (timestamp >= earliest) return true;
  if (timestamp == max_timestamp) return version >= 7;
  if (timestamp == earliest_local) return version >= 8;
  if (timestamp == latest_tiered) return version >= 9;
  if (timestamp == earliest_pending_upload) return version >= 11;
  return false;
}

Row failed_row(PartitionIndex index, ErrorCode error) {
  Row row;
  row.partition_index = index;
  row.error_code = error;
  return row;
}

// The end of what this client may read.
Offset last_fetchable(const ListOffsetsRequest& request, const storage::PartitionLog& log) {
  if (request.replica_id != consumer_replica) return log.log_end_offset();
  const auto isolation = static_cast<IsolationLevel>(request.isolation_level);
  return isolation == IsolationLevel::read_committed ? log.last_stable_offset()
                                                     : log.high_watermark();
}

OffsetAndTimestamp look_up(const ListOffsetsRequest& request, const storage::Partition& partition,
                           std::int64_t timestamp) {
  const auto& log = *partition.log;
  const auto end = last_fetchable(request, log);
  if (timestamp == latest) return {end, no_timestamp, partition.leader_epoch};
  if (timestamp == earliest || timestamp == earliest_local) return log.earliest();
  if (timestamp == latest_tiered || timestamp == earliest_pending_upload) return {};
  const auto found = timestamp == max_timestamp ? log.offset_of_max_timestamp()
                                                : log.offset_for_timestamp(timestamp);
  // Beyond what the client may read Kafka answers no offset, without an error.
  return found && found->offset < end ? *found : OffsetAndTimestamp{};
}

Row list_offset(const Cluster& cluster, const Call& call, const ListOffsetsRequest& request,
                const std::string& topic_name, const Wanted& wanted) {
  const auto index = wanted.partition_index;
  if (!understands(call.version, wanted.timestamp))
    return failed_row(index, ErrorCode::unsupported_version);
  const auto* topic = cluster.topics.find(topic_name);
  const auto* partition = topic ? topic->partition(index) : nullptr;
  if (!partition) return failed_row(index, ErrorCode::unknown_topic_or_partition);
  const auto served_by =
      request.replica_id == debugging_replica ? ServedBy::any_replica : ServedBy::leader;
  const auto error =
      check_leadership(*partition, call.peer.node, wanted.current_leader_epoch, served_by);
  if (error != ErrorCode::none) return failed_row(index, error);
  const auto found = look_up(request, *partition, wanted.timestamp);
  return {index, ErrorCode::none, found.timestamp, found.offset, found.leader_epoch};
}

ListOffsetsResponse failure(const ListOffsetsRequest& request, ErrorCode error) {
  ListOffsetsResponse response;
  for (const auto& topic : request.topics) {
    auto& answer = response.topics.emplace_back();
    answer.name = topic.name;
    for (const auto& partition : topic.partitions)
      answer.partitions.push_back(failed_row(partition.partition_index, error));
  }
  return response;
}

ListOffsetsResponse list_offsets(Cluster& cluster, const Call& call,
                                 const ListOffsetsRequest& request) {
  if (!is_isolation_level(request.isolation_level))
    return failure(request, ErrorCode::unknown_server_error);
  // A partition has one row, and a topic without any is not answered for.
  RowsByPartition<Row> rows;
  for (const auto& topic : request.topics)
    for (const auto& partition : topic.partitions) {
      const auto [row, first] = rows[topic.name].try_emplace(partition.partition_index);
      row->second = first ? list_offset(cluster, call, request, topic.name, partition)
                          : failed_row(partition.partition_index, ErrorCode::invalid_request);
    }
  ListOffsetsResponse response;
  for (auto& [name, partitions] : in_answer_order(std::move(rows))) {
    auto& answer = response.topics.emplace_back();
    answer.name = std::move(name);
    answer.partitions = std::move(partitions);
  }
  return response;
}

}  // namespace

constinit const ApiEntry list_offsets_entry = serve<ListOffsetsRequest, list_offsets, failure>();

}  // namespace dogear::broker
