// Metadata v0-13: nodes, topics, who leads what.
//   v0      an empty list of topics asks for all; from v1 null does, and an empty list for none
//   v4      the client may forbid auto-creation
//   v12     topics may be asked for by id; with any id in the request, names are not looked at
#include "protocol/messages/metadata.hpp"

#include <set>

#include "broker/cluster.hpp"
#include "broker/serve.hpp"
#include "broker/topic_creation.hpp"

namespace dogear::broker {
namespace {

using protocol::MetadataRequest;
using protocol::MetadataResponse;

// Bits of the ACL operations that a principal may do (KIP-430): READ, WRITE, CREATE, DELETE, ALTER,
// DESCRIBE, DESCRIBE_CONFIGS and ALTER_CONFIGS for a topic.
constexpr std::int32_t all_topic_operations = 0b1101'1111'1000;
// CREATE, ALTER, DESCRIBE, CLUSTER_ACTION, DESCRIBE_CONFIGS, ALTER_CONFIGS, IDEMPOTENT_WRITE.
constexpr std::int32_t all_cluster_operations = 0b1'1111'1010'0000;

MetadataResponse::Topic failed_topic(const std::optional<std::string>& name, const Uuid& id,
                                     ErrorCode error) {
  MetadataResponse::Topic topic;
  topic.error_code = error;
  topic.name = name;
  topic.topic_id = id;
  topic.is_internal = name && storage::Topic::is_internal(*name);
  return topic;
}

MetadataResponse::Topic describe(const storage::Topic& known) {
  MetadataResponse::Topic topic;
  topic.name = known.name;
  topic.topic_id = known.id;
  topic.is_internal = known.internal();
  for (const auto& partition : known.partitions) {
    auto& row = topic.partitions.emplace_back();
    row.partition_index = static_cast<PartitionIndex>(topic.partitions.size()) - 1;
    row.leader_id = partition.leader;
    row.leader_epoch = partition.leader_epoch;
    row.replica_nodes = partition.replicas;
    row.isr_nodes = partition.replicas;
  }
  return topic;
}

bool asks_for_all(const Call& call, const MetadataRequest& request) {
  return !request.topics || (call.version == 0 && request.topics->empty());
}

// From v12 a topic has a name or an id; before, it must have a name and nothing else.
bool is_valid(const Call& call, const MetadataRequest& request) {
  if (call.version >= 12 || !request.topics) return true;
  for (const auto& topic : *request.topics)
    if (!topic.name || !topic.topic_id.is_zero()) return false;
  return true;
}

MetadataResponse::Topic find_or_create(Cluster& cluster, const Call& call, const std::string& name,
                                       bool may_create) {
  if (const auto* known = cluster.topics.find(name)) return describe(*known);
  if (!is_legal_topic_name(name))
    return failed_topic(name, Uuid{}, ErrorCode::invalid_topic_exception);
  if (!may_create || !cluster.config.auto_create_topics_enable)
    return failed_topic(name, Uuid{}, ErrorCode::unknown_topic_or_partition);
  const auto created = auto_create_topic(cluster, name, call.now);
  if (created != ErrorCode::none) return failed_topic(name, Uuid{}, created);
  return describe(*cluster.topics.find(name));
}

void add_topics(Cluster& cluster, const Call& call, const MetadataRequest& request,
                MetadataResponse& response) {
  if (asks_for_all(call, request)) {
    for (const auto& [name, topic] : cluster.topics.by_name())
      response.topics.push_back(describe(*topic));
    return;
  }
  std::set<Uuid> ids;
  std::set<std::string> names;
  for (const auto& topic : *request.topics) {
    if (!topic.topic_id.is_zero()) ids.insert(topic.topic_id);
    if (topic.name) names.insert(*topic.name);
  }
  for (const auto& id : ids) {
    const auto* known = cluster.topics.find(id);
    response.topics.push_back(known ? describe(*known)
                                    : failed_topic(std::nullopt, id, ErrorCode::unknown_topic_id));
  }
  if (!ids.empty()) return;
  for (const auto& name : names)
    response.topics.push_back(
        find_or_create(cluster, call, name, request.allow_auto_topic_creation));
}

MetadataResponse failure(const MetadataRequest& request, ErrorCode error) {
  MetadataResponse response;
  response.error_code = error;
  if (!request.topics) return response;
  for (const auto& topic : *request.topics)
    response.topics.push_back(failed_topic(topic.name.value_or(""), topic.topic_id, error));
  return response;
}

MetadataResponse metadata(Cluster& cluster, const Call& call, const MetadataRequest& request) {
  if (!is_valid(call, request)) return failure(request, ErrorCode::invalid_request);

  MetadataResponse response;
  for (const auto& node : cluster.nodes) {
    const auto& host = node.advertised_host.empty() ? call.peer.reached_host : node.advertised_host;
    response.brokers.push_back({node.id, host, node.port, std::nullopt});
  }
  response.cluster_id = cluster.id;
  response.controller_id = cluster.nodes.front().id;
  add_topics(cluster, call, request, response);
  if (request.include_cluster_authorized_operations)
    response.cluster_authorized_operations = all_cluster_operations;
  if (request.include_topic_authorized_operations)
    for (auto& topic : response.topics) topic.topic_authorized_operations = all_topic_operations;
  return response;
}

}  // namespace

constinit const ApiEntry metadata_entry = serve<MetadataRequest, metadata, failure>();

}  // namespace dogear::broker
