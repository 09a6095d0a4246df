// Produce v3-13: appends batches.
//   v7    may carry zstd
//   v8    record errors and a message say what was wrong with a batch
//   v10   an answer of NOT_LEADER_OR_FOLLOWER names the leader (KIP-951)
//   v13   topics come by id
//   acks=0 is never answered; an error closes the connection instead
#include "protocol/messages/produce.hpp"

#include <map>

#include <fmt/format.h>

#include "broker/cluster.hpp"
#include "broker/leadership.hpp"
#include "broker/node_endpoints.hpp"
#include "broker/serve.hpp"
#include "storage/record_batch.hpp"

namespace dogear::broker {
namespace {

using protocol::NullableRecords;
using protocol::ProduceRequest;
using protocol::ProduceResponse;
using Row = ProduceResponse::TopicProduceResponse::PartitionProduceResponse;

constexpr std::string_view admin_client = "__admin_client";  // may write to internal topics

Row failed_row(PartitionIndex index, ErrorCode error) {
  Row row;
  row.index = index;
  row.error_code = error;
  row.base_offset = no_offset;
  return row;
}

ByteSpan bytes_of(const NullableRecords& records) {
  return records && !records->slices.empty() ? records->slices.front().bytes() : ByteSpan{};
}

ProduceResponse answer_all(const ProduceRequest& request, ErrorCode error) {
  ProduceResponse response;
  for (const auto& topic : request.topic_data) {
    auto& answer = response.responses.emplace_back();
    answer.name = topic.name;
    answer.topic_id = topic.topic_id;
    for (const auto& partition : topic.partition_data)
      answer.partition_responses.push_back(failed_row(partition.index, error));
  }
  return response;
}

Reply<ProduceResponse> failure(const ProduceRequest& request, ErrorCode error) {
  if (request.acks == 0) return CloseConnection{std::string(name_of(error)) + " with acks=0"};
  return answer_all(request, error);
}

bool starts_with_transactional_batch(ByteSpan records) {
  if (records.size() < storage::batch_overhead) return false;
  const storage::RecordBatch batch(records);
  return batch.magic() == storage::current_magic && batch.transactional();
}

bool has_transactional_batch(const ProduceRequest& request) {
  for (const auto& topic : request.topic_data)
    for (const auto& partition : topic.partition_data)
      if (starts_with_transactional_batch(bytes_of(partition.records))) return true;
  return false;
}

// The checks that stand before any look at the log, in Kafka's order.
ErrorCode check(const Call& call, const ProduceRequest& request, const storage::Topic* topic,
                const storage::Partition* partition, const NullableRecords& records) {
  if (!topic && call.version >= 13) return ErrorCode::unknown_topic_id;
  if (!partition) return ErrorCode::unknown_topic_or_partition;
  const auto format = storage::check_produce_records(bytes_of(records), call.version);
  if (format.error != ErrorCode::none) return format.error;
  if (request.acks < -1 || request.acks > 1) return ErrorCode::invalid_required_acks;
  if (topic->internal() && call.client_id != admin_client)
    return ErrorCode::invalid_topic_exception;
  return check_leadership(*partition, call.peer.node, no_epoch, ServedBy::leader);
}

Row row_of(PartitionIndex index, const storage::AppendFailure& failed) {
  auto row = failed_row(index, failed.error);
  row.log_start_offset = failed.log_start_offset;
  if (failed.record_errors.empty()) return row;
  row.error_message = failed.message;
  for (const auto& error : failed.record_errors)
    row.record_errors.push_back({error.batch_index, error.message});
  return row;
}

Row row_of(PartitionIndex index, const storage::Appended& appended) {
  Row row;
  row.index = index;
  row.base_offset = appended.base_offset;
  row.log_append_time_ms = appended.log_append_time;
  row.log_start_offset = appended.log_start_offset;
  return row;
}

Row append(Cluster& cluster, const Call& call, const storage::Topic& known, PartitionIndex index,
           ByteSpan records) {
  auto& topic = cluster.topics.write(known.name);
  auto& partition = *topic.partition(index);
  auto& log = partition.log.write();
  const auto result = log.append(records, {.origin = storage::AppendOrigin::client,
                                           .leader_epoch = partition.leader_epoch,
                                           .now = call.now,
                                           .config = topic.config,
                                           .topic = topic.name,
                                           .partition = index});
  if (!result) {
    cluster.log.info(fmt::format("{}-{} refused a batch: {}: {}", topic.name, index,
                                 name_of(result.error().error), result.error().message));
    return row_of(index, result.error());
  }
  if (!result->duplicate) {
    cluster.metrics.bytes_in += records.size();
    cluster.metrics.records_in +=
        static_cast<std::uint64_t>(result->last_offset - result->base_offset + 1);
    cluster.changes.changed(partition.changed);
    LogUpkeep::appended(cluster, topic, partition, index,
                        result->rolled ? LogUpkeep::Rolled::yes : LogUpkeep::Rolled::no, call.now);
  }
  return row_of(index, *result);
}

Row produce_to(Cluster& cluster, const Call& call, const ProduceRequest& request,
               const storage::Topic* topic,
               const ProduceRequest::TopicProduceData::PartitionProduceData& data) {
  const auto* partition = topic ? topic->partition(data.index) : nullptr;
  const auto error = check(call, request, topic, partition, data.records);
  if (error == ErrorCode::not_leader_or_follower && call.version >= 10) {
    auto row = failed_row(data.index, error);
    row.current_leader = {partition->leader, partition->leader_epoch};
    return row;
  }
  if (error != ErrorCode::none) return failed_row(data.index, error);
  // NOT_ENOUGH_REPLICAS is never answered: all replicas are in sync, and Kafka asks for no more of
  // them than there are, whatever min.insync.replicas says.
  return append(cluster, call, *topic, data.index, bytes_of(data.records));
}

// Kafka keeps one batch a partition: of a partition that is named twice, the last.
using LastPositions = std::map<PartitionIndex, std::size_t>;

LastPositions last_positions(const ProduceRequest::TopicProduceData& topic) {
  LastPositions last;
  for (std::size_t i = 0; i < topic.partition_data.size(); ++i)
    last[topic.partition_data[i].index] = i;
  return last;
}

Reply<ProduceResponse> produce(Cluster& cluster, const Call& call, const ProduceRequest& request) {
  if (has_transactional_batch(request)) {
    cluster.log.warning("a transactional batch was refused: transactions are not served yet");
    return failure(request, ErrorCode::transactional_id_authorization_failed);
  }
  ProduceResponse response;
  auto failed = ErrorCode::none;
  for (const auto& data : request.topic_data) {
    const auto* topic =
        call.version >= 13 ? cluster.topics.find(data.topic_id) : cluster.topics.find(data.name);
    auto& answer = response.responses.emplace_back();
    answer.name = data.name;
    answer.topic_id = data.topic_id;
    for (const auto& [index, position] : last_positions(data)) {
      auto row = produce_to(cluster, call, request, topic, data.partition_data[position]);
      if (row.error_code != ErrorCode::none) failed = row.error_code;
      if (row.current_leader.leader_id != -1)
        add_node_endpoint(cluster, call.peer, row.current_leader.leader_id,
                          response.node_endpoints);
      answer.partition_responses.push_back(std::move(row));
    }
  }
  if (request.acks != 0) return response;
  if (failed != ErrorCode::none) return failure(request, failed);
  return NoAnswer{};
}

}  // namespace

constinit const ApiEntry produce_entry = serve<ProduceRequest, produce, failure>();

}  // namespace dogear::broker
