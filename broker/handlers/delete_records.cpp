// DeleteRecords v0-2: deletes records before an offset, by moving the log's start (KIP-107).
//   v2    flexible
#include "protocol/messages/delete_records.hpp"

#include <map>

#include "broker/answer_order.hpp"
#include "broker/cluster.hpp"
#include "broker/serve.hpp"
#include "broker/topics/leadership.hpp"

namespace dogear::broker {
namespace {

using protocol::DeleteRecordsRequest;
using protocol::DeleteRecordsResponse;
using TopicResult = DeleteRecordsResponse::DeleteRecordsTopicResult;
using PartitionResult = TopicResult::DeleteRecordsPartitionResult;

constexpr Offset to_the_high_watermark = -1;
constexpr std::int64_t no_low_watermark = -1;

DeleteRecordsResponse failure(const DeleteRecordsRequest& request, ErrorCode error) {
  DeleteRecordsResponse response;
  for (const auto& topic : request.topics) {
    auto& result = response.topics.emplace_back(TopicResult{topic.name, {}});
    for (const auto& partition : topic.partitions)
      result.partitions.push_back({partition.partition_index, no_low_watermark, error});
  }
  return response;
}

ErrorCode check(const Call& call, const storage::Topic& topic,
                const storage::Partition& partition) {
  if (topic.internal()) return ErrorCode::invalid_topic_exception;
  const auto error = check_leadership(partition, call.peer.node, no_epoch, ServedBy::leader);
  if (error != ErrorCode::none) return error;
  const auto& policy = topic.config.cleanup_policy;
  return policy.compact && !policy.del ? ErrorCode::policy_violation : ErrorCode::none;
}

PartitionResult delete_records_of(Cluster& cluster, const Call& call, const std::string& name,
                                  PartitionIndex index, Offset offset) {
  const auto* known = cluster.topics.find(name);
  const auto* found = known ? known->partition(index) : nullptr;
  if (!found) return {index, no_low_watermark, ErrorCode::unknown_topic_or_partition};
  if (const auto error = check(call, *known, *found); error != ErrorCode::none)
    return {index, no_low_watermark, error};
  auto& topic = cluster.topics.write(name);
  auto& partition = *topic.partition(index);
  if (offset == to_the_high_watermark) offset = partition.log->high_watermark();
  if (offset < 0) return {index, no_low_watermark, ErrorCode::offset_out_of_range};
  const auto error = partition.log.write().advance_log_start(offset);
  if (error != ErrorCode::none) return {index, no_low_watermark, error};
  LogUpkeep::log_start_moved(cluster, topic, partition, index, call.now);
  return {index, partition.log->log_start_offset(), ErrorCode::none};
}

using Rows = RowsByPartition<PartitionResult>;
using Wanted = std::map<std::string, std::map<PartitionIndex, Offset>>;

bool any_exists(const Cluster& cluster, const Wanted& wanted) {
  for (const auto& [name, partitions] : wanted)
    if (const auto* topic = cluster.topics.find(name))
      for (const auto& [index, offset] : partitions)
        if (topic->partition(index)) return true;
  return false;
}

// Kafka then adds the rows to an empty map, which is an immutable one.
void sort_as_none_exists(const Rows& rows, DeleteRecordsResponse& response) {
  std::vector<std::pair<std::string, PartitionIndex>> partitions;
  for (const auto& [name, by_index] : rows)
    for (const auto& [index, row] : by_index) partitions.emplace_back(name, index);
  const auto order = order_of_copied_map(std::move(partitions));
  for (auto& topic : response.topics) {
    const auto& indexes = order.at(topic.name);
    for (std::size_t i = 0; i < indexes.size(); ++i)
      topic.partitions[i] = rows.at(topic.name).at(indexes[i]);
  }
}

DeleteRecordsResponse delete_records(Cluster& cluster, const Call& call,
                                     const DeleteRecordsRequest& request) {
  // If a partition is named twice, its last offset counts.
  Wanted wanted;
  for (const auto& topic : request.topics)
    for (const auto& partition : topic.partitions)
      wanted[topic.name][partition.partition_index] = partition.offset;
  const auto none_exists = !any_exists(cluster, wanted);
  Rows rows;
  for (const auto& [name, partitions] : wanted)
    for (const auto& [index, offset] : partitions)
      rows[name][index] = delete_records_of(cluster, call, name, index, offset);
  DeleteRecordsResponse response;
  for (auto& [name, partitions] : in_answer_order(rows))
    response.topics.push_back({std::move(name), std::move(partitions)});
  if (none_exists) sort_as_none_exists(rows, response);
  return response;
}

}  // namespace

constinit const ApiEntry delete_records_entry =
    serve<DeleteRecordsRequest, delete_records, failure>();

}  // namespace dogear::broker
