// DescribeProducers v0 (KIP-664): the state of the idempotent producers of partitions.
#include "protocol/messages/describe_producers.hpp"

#include <cstdint>

#include "base/error_messages.hpp"
#include "base/hash_order.hpp"
#include "broker/answer_budget.hpp"
#include "broker/cluster.hpp"
#include "broker/serve.hpp"
#include "broker/topics/leadership.hpp"
#include "broker/topics/topic_names.hpp"

namespace dogear::broker {
namespace {

using protocol::DescribeProducersRequest;
using protocol::DescribeProducersResponse;
using PartitionRow = DescribeProducersResponse::TopicResponse::PartitionResponse;

PartitionRow row_of(PartitionIndex index, ErrorCode error, std::optional<std::string> message) {
  PartitionRow row;
  row.partition_index = index;
  row.error_code = error;
  row.error_message = std::move(message);
  return row;
}

DescribeProducersResponse failure(const DescribeProducersRequest& request, ErrorCode error) {
  DescribeProducersResponse response;
  for (const auto& topic : request.topics) {
    auto& rows = response.topics.emplace_back();
    rows.name = topic.name;
    for (const auto index : topic.partition_indexes)
      rows.partitions.push_back(row_of(index, error, std::nullopt));
  }
  return response;
}

// java.lang.Long.hashCode()
std::int32_t hash_of(ProducerId id) {
  const auto bits = static_cast<std::uint64_t>(id);
  return static_cast<std::int32_t>(bits ^ (bits >> 32));
}

PartitionRow describe(const storage::Partition& partition, PartitionIndex index, NodeId node) {
  const auto error = check_leadership(partition, node, no_epoch, ServedBy::any_replica);
  if (error != ErrorCode::none) return row_of(index, error, std::nullopt);
  auto row = row_of(index, ErrorCode::none, std::nullopt);
  for (const auto& [id, producer] : partition.log->producers().producers())
    row.active_producers.push_back({.producer_id = id,
                                    .producer_epoch = producer.epoch(),
                                    .last_sequence = producer.last_sequence(),
                                    .last_timestamp = producer.last_timestamp(),
                                    .coordinator_epoch = -1,  // there are no transactions
                                    .current_txn_start_offset = no_offset});
  auto& producers = row.active_producers;
  sort_by_bucket(producers, HashTable::grown, producers.size(),
                 [](const auto& producer) { return hash_of(producer.producer_id); });
  return row;
}

PartitionRow describe(const Cluster& cluster, const std::string& name, PartitionIndex index,
                      NodeId node) {
  if (!is_legal_topic_name(name))
    return row_of(index, ErrorCode::invalid_topic_exception, illegal_name_message(name));
  const auto* topic = cluster.topics.find(name);
  if (!topic)
    return row_of(index, ErrorCode::unknown_topic_or_partition,
                  std::string(message_of(ErrorCode::unknown_topic_or_partition)));
  if (const auto* partition = topic->partition(index)) return describe(*partition, index, node);
  return row_of(index, ErrorCode::unknown_topic_or_partition, std::nullopt);
}

std::size_t size_of(const PartitionRow& row) {
  const auto producers = row.active_producers.size() * sizeof(row.active_producers.front());
  return sizeof(row) + producers + (row.error_message ? row.error_message->size() : 0);
}

Reply<DescribeProducersResponse> describe_producers(const Cluster& cluster, const Call& call,
                                                    const DescribeProducersRequest& request) {
  DescribeProducersResponse response;
  AnswerBudget budget;
  for (const auto& topic : request.topics) {
    auto& rows = response.topics.emplace_back();
    rows.name = topic.name;
    for (const auto index : topic.partition_indexes) {
      rows.partitions.push_back(describe(cluster, topic.name, index, call.peer.node));
      if (!budget.take(size_of(rows.partitions.back()))) return AnswerBudget::exceeded();
    }
  }
  return response;
}

}  // namespace

constinit const ApiEntry describe_producers_entry =
    serve<DescribeProducersRequest, describe_producers, failure>();

}  // namespace dogear::broker
