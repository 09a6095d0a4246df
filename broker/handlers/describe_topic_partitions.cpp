// DescribeTopicPartitions v0 (KIP-966): topics by name, up to a number of partitions in each
// answer, and a cursor to continue with.
#include "protocol/messages/describe_topic_partitions.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "broker/authorized_operations.hpp"
#include "broker/cluster.hpp"
#include "broker/serve.hpp"
#include "broker/topics/topic_names.hpp"

namespace dogear::broker {
namespace {

using protocol::DescribeTopicPartitionsRequest;
using protocol::DescribeTopicPartitionsResponse;
using TopicRow = DescribeTopicPartitionsResponse::DescribeTopicPartitionsResponseTopic;
using PartitionRow = TopicRow::DescribeTopicPartitionsResponsePartition;

TopicRow failed_topic(const std::string& name, ErrorCode error) {
  TopicRow row;
  row.error_code = error;
  row.name = name;
  return row;
}

DescribeTopicPartitionsResponse failure(const DescribeTopicPartitionsRequest& request,
                                        ErrorCode error) {
  DescribeTopicPartitionsResponse response;
  for (const auto& topic : request.topics)
    response.topics.push_back(failed_topic(topic.name, error));
  return response;
}

// In Kafka's order, each once, from the cursor on.
std::set<std::string> wanted_topics(const Cluster& cluster,
                                    const DescribeTopicPartitionsRequest& request) {
  const auto from = request.cursor ? request.cursor->topic_name : "";
  std::set<std::string> wanted;
  if (request.topics.empty()) {
    for (const auto& [name, topic] : cluster.topics.by_name())
      if (name >= from) wanted.insert(name);
  }
  for (const auto& topic : request.topics)
    if (topic.name >= from) wanted.insert(topic.name);
  return wanted;
}

bool cursor_is_bad(const DescribeTopicPartitionsRequest& request,
                   const std::set<std::string>& wanted) {
  if (!request.cursor) return false;
  if (request.cursor->partition_index < 0) return true;
  return !request.topics.empty() && !wanted.contains(request.cursor->topic_name);
}

PartitionRow describe(const storage::Topic& topic, PartitionIndex index) {
  const auto& partition = *topic.partition(index);
  PartitionRow row;
  row.partition_index = index;
  row.leader_id = partition.leader;
  row.leader_epoch = partition.leader_epoch;
  row.replica_nodes = partition.replicas;
  row.isr_nodes = topic.in_sync(index);
  row.eligible_leader_replicas.emplace();
  row.last_known_elr.emplace();
  return row;
}

// An answer that is filled until it has no more room.
class Page {
 public:
  explicit Page(std::size_t room) : room_(room) {}

  // False when the topic, or the rest of it, must wait for the next answer.
  bool add(const storage::Topic& topic, std::size_t first) {
    if (room_ == 0) return go_on_at(topic.name, 0);
    auto& row = response_.topics.emplace_back();
    row.name = topic.name;
    row.topic_id = topic.id;
    row.is_internal = topic.internal();
    row.topic_authorized_operations = all_topic_operations;
    const auto count = topic.partitions.size();
    const auto end = first + std::min(room_, count - std::min(count, first));
    for (auto i = first; i < end; ++i)
      row.partitions.push_back(describe(topic, static_cast<PartitionIndex>(i)));
    room_ -= row.partitions.size();
    return end >= count || go_on_at(topic.name, end);
  }
  // The same for a topic that does not exist.
  bool add_missing(const std::string& name) {
    if (room_ == 0) return go_on_at(name, 0);
    auto row = failed_topic(name, is_legal_topic_name(name) ? ErrorCode::unknown_topic_or_partition
                                                            : ErrorCode::invalid_topic_exception);
    row.is_internal = storage::Topic::is_internal(name);
    row.topic_authorized_operations = all_topic_operations;
    response_.topics.push_back(std::move(row));
    return true;
  }
  DescribeTopicPartitionsResponse take() { return std::move(response_); }

 private:
  bool go_on_at(const std::string& name, std::size_t partition) {
    response_.next_cursor = {name, static_cast<PartitionIndex>(partition)};
    return false;
  }

  std::size_t room_;
  DescribeTopicPartitionsResponse response_;
};

DescribeTopicPartitionsResponse describe_topic_partitions(
    const Cluster& cluster, const Call&, const DescribeTopicPartitionsRequest& request) {
  const auto wanted = wanted_topics(cluster, request);
  // Kafka takes a topic without a name for that of the cursor, and stumbles if there is no cursor.
  if (wanted.contains("") && !request.cursor)
    return failure(request, ErrorCode::unknown_server_error);
  if (cursor_is_bad(request, wanted)) return failure(request, ErrorCode::invalid_request);
  Page page(static_cast<std::size_t>(
      std::max(1, std::min(request.response_partition_limit,
                           cluster.config.max_request_partition_size_limit))));
  for (const auto& name : wanted) {
    const auto at_cursor = request.cursor && request.cursor->topic_name == name;
    const auto first =
        at_cursor ? static_cast<std::size_t>(request.cursor->partition_index) : std::size_t{0};
    const auto* topic = cluster.topics.find(name);
    if (!(topic ? page.add(*topic, first) : page.add_missing(name))) break;
  }
  return page.take();
}

}  // namespace

constinit const ApiEntry describe_topic_partitions_entry =
    serve<DescribeTopicPartitionsRequest, describe_topic_partitions, failure>();

}  // namespace dogear::broker
