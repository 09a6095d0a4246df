// DescribeQuorum v0-2 (KIP-595): all nodes are voters and the first one leads. There is no metadata
// log; in place of its end offset the answer has the epoch of the features, plus one.
//   v1    when a voter fetched last (KIP-836)
//   v2    the voters' addresses (KIP-853), which are those of the brokers
#include "protocol/messages/describe_quorum.hpp"

#include "base/error_messages.hpp"
#include "broker/node_endpoints.hpp"
#include "broker/serve.hpp"
#include "broker/topics/topic_names.hpp"

namespace dogear::broker {
namespace {

using protocol::DescribeQuorumRequest;
using protocol::DescribeQuorumResponse;

DescribeQuorumResponse failure(const DescribeQuorumRequest&, ErrorCode error) {
  DescribeQuorumResponse response;
  response.error_code = error;
  response.error_message = std::string(message_of(error));
  return response;
}

bool asks_for_metadata(const DescribeQuorumRequest& request) {
  return request.topics.size() == 1 && request.topics[0].topic_name == cluster_metadata_topic &&
         request.topics[0].partitions.size() == 1 &&
         request.topics[0].partitions[0].partition_index == 0;
}

DescribeQuorumResponse unknown(const DescribeQuorumRequest& request) {
  constexpr auto error = ErrorCode::unknown_topic_or_partition;
  DescribeQuorumResponse response;
  for (const auto& topic : request.topics) {
    auto& row = response.topics.emplace_back();
    row.topic_name = topic.topic_name;
    for (const auto& partition : topic.partitions) {
      auto& answer = row.partitions.emplace_back();
      answer.partition_index = partition.partition_index;
      answer.error_code = error;
      answer.error_message = std::string(message_of(error));
    }
  }
  return response;
}

DescribeQuorumResponse describe_quorum(const Cluster& cluster, const Call& call,
                                       const DescribeQuorumRequest& request) {
  if (!asks_for_metadata(request)) return unknown(request);
  const auto end = cluster.features.epoch() + 1;
  const auto now = call.now.time_since_epoch().count();
  DescribeQuorumResponse response;
  auto& topic = response.topics.emplace_back();
  topic.topic_name = cluster_metadata_topic;
  auto& partition = topic.partitions.emplace_back();
  partition.leader_id = cluster.nodes.front().id;
  partition.leader_epoch = 1;
  partition.high_watermark = end;
  for (const auto& node : cluster.nodes) {
    partition.current_voters.push_back({.replica_id = node.id,
                                        .replica_directory_id = {},
                                        .log_end_offset = end,
                                        .last_fetch_timestamp = now,
                                        .last_caught_up_timestamp = now});
    if (call.version < 2) continue;
    auto [host, port] = address_of(node, call.peer);
    response.nodes.push_back({node.id, {{"CONTROLLER", std::move(host), port}}});
  }
  return response;
}

}  // namespace

constinit const ApiEntry describe_quorum_entry =
    serve<DescribeQuorumRequest, describe_quorum, failure>();

}  // namespace dogear::broker
