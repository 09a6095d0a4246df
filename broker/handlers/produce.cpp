// Produce v3-13: appends record batches.
//   v7    batches may be compressed with zstd
//   v8    the answer has record errors and an error message
//   v10   an answer of NOT_LEADER_OR_FOLLOWER has the current leader (KIP-951)
//   v13   topics come by id
//   With acks=0 there is no answer; an error closes the connection instead.
#include "protocol/messages/produce.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include "base/hash_order.hpp"
#include "broker/answer_budget.hpp"
#include "broker/answer_order.hpp"
#include "broker/cluster.hpp"
#include "broker/node_endpoints.hpp"
#include "broker/serve.hpp"
#include "broker/topics/leadership.hpp"
#include "storage/batch_validation.hpp"

namespace dogear::broker {
namespace {

using protocol::NullableRecords;
using protocol::ProduceRequest;
using protocol::ProduceResponse;
using storage::StorageError;
using Row = ProduceResponse::TopicProduceResponse::PartitionProduceResponse;

constexpr protocol::Version first_with_topic_ids = 13;
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

// By its name, or by its id since v13. Names can be long, and a topic's partitions many: each name
// is stored and compared once for all of them.
using TopicKey = std::pair<std::string, Uuid>;

struct Batch {
  const storage::Topic* topic;
  ByteSpan records;
};

// A partition that is named more than once has one row.
struct TopicBatches {
  std::map<PartitionIndex, Batch> to_append;  // the last one for a partition that is named twice
  std::map<PartitionIndex, Row> rows;         // of a refused batch even if another one is appended
};

ProduceResponse answer_of(std::map<TopicKey, TopicBatches> topics) {
  ProduceResponse response;
  for (auto& [key, topic] : topics) {
    if (topic.rows.empty()) continue;
    auto& answer = response.responses.emplace_back();
    std::tie(answer.name, answer.topic_id) = key;
    for (auto& [index, row] : topic.rows) answer.partition_responses.push_back(std::move(row));
  }
  return response;
}

// All partitions of a request, each once, as Kafka gets them out of a java.util.HashMap. A topic
// comes where its first partition does.
ProduceResponse all_partitions(const ProduceRequest& request) {
  struct Known {
    std::size_t ordinal;
    std::set<PartitionIndex> partitions;
  };
  std::map<TopicKey, Known> seen;
  std::vector<std::pair<const decltype(seen)::value_type*, PartitionIndex>> partitions;
  std::vector<std::int32_t> hashes;
  std::size_t known = 0;  // before the last one
  for (const auto& data : request.topic_data) {
    auto& topic = *seen.try_emplace({data.name, data.topic_id}, Known{seen.size(), {}}).first;
    const TopicIdHash hash(data.name, data.topic_id);
    for (const auto& partition : data.partition_data) {
      known = hashes.size();
      if (!topic.second.partitions.insert(partition.index).second) continue;
      partitions.emplace_back(&topic, partition.index);
      hashes.push_back(hash.of(partition.index));
    }
  }
  ProduceResponse response;
  std::vector<std::optional<std::size_t>> places(seen.size());
  for (const auto at : computed_order(hashes, known)) {
    const auto& [topic, index] = partitions[at];
    auto& place = places[topic->second.ordinal];
    if (!place) {
      place = response.responses.size();
      response.responses.push_back({topic->first.first, topic->first.second, {}});
    }
    response.responses[*place].partition_responses.emplace_back().index = index;
  }
  return response;
}

Reply<ProduceResponse> refuse_all(const ProduceRequest& request, const StorageError& error) {
  if (request.acks == 0) return CloseConnection{std::string(name_of(error.error)) + " with acks=0"};
  auto response = all_partitions(request);
  for (auto& topic : response.responses)
    for (auto& row : topic.partition_responses) {
      row = failed_row(row.index, error.error);
      // Kafka does not tell the message of an unexpected exception.
      if (!error.message.empty() && error.error != ErrorCode::unknown_server_error)
        row.error_message = error.message;
    }
  return response;
}

Reply<ProduceResponse> failure(const ProduceRequest& request, ErrorCode error) {
  return refuse_all(request, {error, {}});
}

// The error with which the whole request fails before any partition is looked at.
StorageError look_for_transactions(Cluster& cluster, const ProduceRequest& request) {
  for (const auto& topic : request.topic_data)
    for (const auto& partition : topic.partition_data) {
      auto first = storage::look_at_first_batch(bytes_of(partition.records));
      if (first.error.error != ErrorCode::none) return std::move(first.error);
      if (!first.transactional) continue;
      cluster.log.warning("a transactional batch was refused: transactions are not served yet");
      return {ErrorCode::transactional_id_authorization_failed, {}};
    }
  return {ErrorCode::none, {}};
}

// The log's own checks before the append, in Kafka's order.
ErrorCode check(const Call& call, const ProduceRequest& request, const storage::Topic& topic,
                const storage::Partition& partition) {
  if (request.acks < -1 || request.acks > 1) return ErrorCode::invalid_required_acks;
  if (topic.internal() && call.client_id != admin_client) return ErrorCode::invalid_topic_exception;
  return check_leadership(partition, call.peer.node, no_epoch, ServedBy::leader);
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
  const auto watch = [&](bool rolled) {
    LogUpkeep::appended(cluster, topic, partition, index,
                        rolled ? LogUpkeep::Rolled::yes : LogUpkeep::Rolled::no, call.now);
  };
  if (!result) {
    if (result.error().rolled) watch(true);
    cluster.log.info(fmt::format("a batch for {}-{} was refused: {}: {}", topic.name, index,
                                 name_of(result.error().error), result.error().message));
    return row_of(index, result.error());
  }
  if (!result->duplicate) {
    cluster.metrics.bytes_in += records.size();
    cluster.metrics.records_in +=
        static_cast<std::uint64_t>(result->last_offset - result->base_offset + 1);
    cluster.changes.changed(partition.changed);
  }
  if (!result->duplicate || result->rolled) watch(result->rolled);
  return row_of(index, *result);
}

Row produce_to(Cluster& cluster, const Call& call, const ProduceRequest& request,
               const storage::Topic& topic, PartitionIndex index, ByteSpan records) {
  const auto& partition = *topic.partition(index);
  const auto error = check(call, request, topic, partition);
  // There is never NOT_ENOUGH_REPLICAS: all replicas are in sync, and Kafka does not require more
  // replicas than the partition has, whatever min.insync.replicas is.
  if (error == ErrorCode::none) return append(cluster, call, topic, index, records);
  auto row = failed_row(index, error);
  if (error == ErrorCode::not_leader_or_follower)  // on the wire since v10
    row.current_leader = {partition.leader, partition.leader_epoch};
  return row;
}

// The batches of a request, by whether they are to be appended.
struct Sorted {
  std::map<TopicKey, TopicBatches> topics;
  ErrorCode failed = ErrorCode::none;  // of the request as a whole
};

// In Kafka's order: whether the partition exists, then the form of the records.
ErrorCode check_batch(const Call& call, const Batch& batch, PartitionIndex index, Sorted& sorted) {
  if (!batch.topic && call.version >= first_with_topic_ids) return ErrorCode::unknown_topic_id;
  if (!batch.topic || !batch.topic->partition(index)) return ErrorCode::unknown_topic_or_partition;
  const auto checked = storage::check_produce_records(batch.records, call.version);
  if (checked.scope == storage::ProduceRecordsError::Scope::request) sorted.failed = checked.error;
  return checked.error;
}

Sorted sort_out(const Cluster& cluster, const Call& call, const ProduceRequest& request) {
  Sorted sorted;
  for (const auto& data : request.topic_data) {
    const auto* topic = call.version >= first_with_topic_ids ? cluster.topics.find(data.topic_id)
                                                             : cluster.topics.find(data.name);
    auto& batches = sorted.topics[{data.name, data.topic_id}];
    for (const auto& partition : data.partition_data) {
      const Batch batch{topic, bytes_of(partition.records)};
      const auto error = check_batch(call, batch, partition.index, sorted);
      if (error == ErrorCode::none)
        batches.to_append[partition.index] = batch;
      else
        batches.rows[partition.index] = failed_row(partition.index, error);
    }
  }
  return sorted;
}

std::size_t size_of_errors(const Row& row) {
  std::size_t bytes = 0;
  for (const auto& error : row.record_errors)
    bytes += sizeof(error) + error.batch_index_error_message.value_or("").size();
  return bytes;
}

void name_new_leaders(const Cluster& cluster, const Peer& peer, ProduceResponse& response) {
  for (const auto& topic : response.responses)
    for (const auto& row : topic.partition_responses)
      if (row.current_leader.leader_id != -1)
        add_node_endpoint(cluster, peer, row.current_leader.leader_id, response.node_endpoints);
}

Reply<ProduceResponse> produce(Cluster& cluster, const Call& call, const ProduceRequest& request) {
  if (const auto error = look_for_transactions(cluster, request); error.error != ErrorCode::none)
    return refuse_all(request, error);
  auto sorted = sort_out(cluster, call, request);
  if (sorted.failed != ErrorCode::none) return failure(request, sorted.failed);
  AnswerBudget budget;
  for (auto& [key, topic] : sorted.topics)
    for (const auto& [index, batch] : topic.to_append) {
      auto row = produce_to(cluster, call, request, *batch.topic, index, batch.records);
      if (!budget.take(size_of_errors(row))) return AnswerBudget::exceeded();
      topic.rows.try_emplace(index, std::move(row));
    }
  const auto throttle = throttle_produce(cluster, quota_client(call.peer, call.client_id),
                                         call.request_bytes, call.wire_now);
  if (request.acks == 0) {
    for (const auto& [key, topic] : sorted.topics)
      for (const auto& [index, row] : topic.rows)
        if (row.error_code != ErrorCode::none) return failure(request, row.error_code);
    return NoAnswer{throttle};
  }
  auto response = answer_of(std::move(sorted.topics));
  response.throttle_time_ms = static_cast<std::int32_t>(throttle.count());
  name_new_leaders(cluster, call.peer, response);
  return response;
}

}  // namespace

constinit const ApiEntry produce_entry = serve<ProduceRequest, produce, failure>();

}  // namespace dogear::broker
