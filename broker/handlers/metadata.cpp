// Metadata v0-13: the nodes, and topics with the leaders and replicas of their partitions.
//   v1    null asks for all topics and an empty list for none; in v0 an empty list asks for all
//   v4    the client may forbid auto-creation
//   v12   topics may be asked for by id; if any id is in the request, all names are ignored
#include "protocol/messages/metadata.hpp"

#include <set>
#include <string_view>

#include "broker/answer_order.hpp"
#include "broker/authorized_operations.hpp"
#include "broker/cluster.hpp"
#include "broker/node_endpoints.hpp"
#include "broker/serve.hpp"
#include "broker/topics/topic_creation.hpp"
#include "broker/topics/topic_names.hpp"

namespace dogear::broker {
namespace {

using protocol::MetadataRequest;
using protocol::MetadataResponse;

MetadataResponse::Topic failed_topic(std::optional<std::string> name, const Uuid& id,
                                     ErrorCode error) {
  MetadataResponse::Topic topic;
  topic.error_code = error;
  topic.name = std::move(name);
  topic.topic_id = id;
  return topic;
}

MetadataResponse::Topic missing_topic(const std::string& name) {
  auto topic = failed_topic(name, Uuid{},
                            is_legal_topic_name(name) ? ErrorCode::unknown_topic_or_partition
                                                      : ErrorCode::invalid_topic_exception);
  topic.is_internal = storage::Topic::is_internal(name);
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
    row.isr_nodes = known.in_sync(row.partition_index);
  }
  return topic;
}

bool asks_for_all(const Call& call, const MetadataRequest& request) {
  return !request.topics || (call.version == 0 && request.topics->empty());
}

MetadataResponse failure(const MetadataRequest& request, ErrorCode error) {
  MetadataResponse response;
  response.error_code = error;
  if (!request.topics) return response;
  for (const auto& topic : *request.topics)
    response.topics.push_back(failed_topic(topic.name.value_or(""), topic.topic_id, error));
  return response;
}

struct Wanted {
  // Each once, in the order of the request.
  std::vector<Uuid> ids;
  std::vector<std::string> names;
  bool a_null_name = false;
};

Wanted wanted_topics(const MetadataRequest& request) {
  Wanted wanted;
  std::set<Uuid> ids;
  std::set<std::string_view> names;
  for (const auto& topic : *request.topics) {
    if (!topic.topic_id.is_zero() && ids.insert(topic.topic_id).second)
      wanted.ids.push_back(topic.topic_id);
    if (topic.name && names.insert(*topic.name).second) wanted.names.push_back(*topic.name);
    wanted.a_null_name |= !topic.name;
  }
  return wanted;
}

ErrorCode check(const Call& call, const Wanted& wanted) {
  if (call.version < 12 && (wanted.a_null_name || !wanted.ids.empty()))
    return ErrorCode::invalid_request;
  // Kafka fails with a null pointer on a topic with neither name nor id, unless another one has an
  // id.
  if (wanted.a_null_name && wanted.ids.empty()) return ErrorCode::unknown_server_error;
  return ErrorCode::none;
}

std::vector<MetadataResponse::Topic> all_topics(const Cluster& cluster) {
  std::vector<std::string> names;
  for (const auto& [name, topic] : cluster.topics.by_name()) names.push_back(name);
  sort_as_copied_hash_set(names);
  std::vector<MetadataResponse::Topic> topics;
  for (const auto& name : names) topics.push_back(describe(*cluster.topics.find(name)));
  return topics;
}

// Sets in Scala that are no larger keep the order in which they were filled.
constexpr std::size_t ordered_set_max = 4;

// Kafka puts unknown topics first here.
std::vector<MetadataResponse::Topic> topics_by_id(const Cluster& cluster,
                                                  const std::vector<Uuid>& ids) {
  std::vector<MetadataResponse::Topic> topics;
  for (const auto& id : ids)
    if (!cluster.topics.find(id))
      topics.push_back(failed_topic(std::nullopt, id, ErrorCode::unknown_topic_id));
  std::vector<std::string> names;
  for (const auto& id : ids)
    if (const auto* known = cluster.topics.find(id)) names.push_back(known->name);
  if (ids.size() > ordered_set_max) sort_as_immutable_map(names);
  for (const auto& name : names) topics.push_back(describe(*cluster.topics.find(name)));
  return topics;
}

void create_missing(Cluster& cluster, const std::vector<std::string>& names, BrokerTime now) {
  std::vector<std::string> missing;
  for (const auto& name : names)
    if (is_legal_topic_name(name) && !cluster.topics.find(name)) missing.push_back(name);
  auto_create_topics(cluster, missing, now);
}

// Kafka puts missing topics last here.
std::vector<MetadataResponse::Topic> topics_by_name(const Cluster& cluster,
                                                    std::vector<std::string> names) {
  const auto hashed = names.size() > ordered_set_max;
  if (hashed) sort_as_immutable_map(names);
  std::vector<MetadataResponse::Topic> topics;
  std::vector<std::string> missing;
  for (auto& name : names) {
    if (const auto* known = cluster.topics.find(name))
      topics.push_back(describe(*known));
    else
      missing.push_back(std::move(name));
  }
  if (hashed) sort_as_immutable_map(missing);
  for (const auto& name : missing) topics.push_back(missing_topic(name));
  return topics;
}

void add_authorized_operations(const MetadataRequest& request, MetadataResponse& response) {
  if (request.include_cluster_authorized_operations)
    response.cluster_authorized_operations = all_cluster_operations;
  if (!request.include_topic_authorized_operations) return;
  for (auto& topic : response.topics)
    if (topic.name) topic.topic_authorized_operations = all_topic_operations;
}

MetadataResponse describe_cluster(const Cluster& cluster, const Call& call) {
  MetadataResponse response;
  for (const auto& node : cluster.nodes) {
    auto [host, port] = address_of(node, call.peer);
    response.brokers.push_back({node.id, std::move(host), port, rack_of_nodes(cluster)});
  }
  response.cluster_id = cluster.id;
  response.controller_id = cluster.nodes.front().id;
  return response;
}

MetadataResponse metadata(Cluster& cluster, const Call& call, const MetadataRequest& request) {
  auto response = describe_cluster(cluster, call);
  if (asks_for_all(call, request)) {
    response.topics = all_topics(cluster);
  } else {
    const auto wanted = wanted_topics(request);
    const auto error = check(call, wanted);
    if (error != ErrorCode::none) return failure(request, error);
    if (wanted.ids.empty() && request.allow_auto_topic_creation &&
        cluster.config.auto_create_topics_enable)
      create_missing(cluster, wanted.names, call.now);
    response.topics = wanted.ids.empty() ? topics_by_name(cluster, wanted.names)
                                         : topics_by_id(cluster, wanted.ids);
  }
  add_authorized_operations(request, response);
  return response;
}

}  // namespace

constinit const ApiEntry metadata_entry = serve<MetadataRequest, metadata, failure>();

}  // namespace dogear::broker
