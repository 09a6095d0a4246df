// FindCoordinator v0-6: the node that coordinates a group.
//   v1    also for transactional ids; error messages
//   v4    several keys at once
//   v6    also for the state of share groups
//   Transactions and share groups are not served yet. A transactional id is refused with
//   TRANSACTIONAL_ID_AUTHORIZATION_FAILED, a key of share state with INVALID_REQUEST.
#include "protocol/messages/find_coordinator.hpp"

#include <fmt/format.h>

#include "base/error_messages.hpp"
#include "broker/node_endpoints.hpp"
#include "broker/serve.hpp"
#include "broker/topics/offsets_topic.hpp"
#include "broker/topics/topic_creation.hpp"
#include "coordinator/offsets_log.hpp"

namespace dogear::broker {
namespace {

using protocol::FindCoordinatorRequest;
using protocol::FindCoordinatorResponse;
using Coordinator = FindCoordinatorResponse::Coordinator;

enum class KeyType : std::int8_t { group = 0, transaction = 1, share = 2 };

constexpr std::int32_t no_port = -1;
constexpr NodeId no_node = -1;
constexpr protocol::Version first_of_many_keys = 4;

Coordinator none(const std::string& key, ErrorCode error) {
  return {key, no_node, "", no_port, error, ""};
}

// In v0-3 the fields of the one coordinator are those of the answer, and even success has a
// message.
FindCoordinatorResponse alone(const Coordinator& coordinator) {
  FindCoordinatorResponse response;
  response.error_code = coordinator.error_code;
  response.error_message = message_of(coordinator.error_code);
  response.node_id = coordinator.node_id;
  response.host = coordinator.host;
  response.port = coordinator.port;
  return response;
}

FindCoordinatorResponse failure(const FindCoordinatorRequest& request, ErrorCode error) {
  auto response = alone(none("", error));
  for (const auto& key : request.coordinator_keys) {
    auto& row = response.coordinators.emplace_back(none(key, error));
    row.error_message = message_of(error);
  }
  return response;
}

const storage::Topic* consumer_offsets(Cluster& cluster, BrokerTime now) {
  const std::string name(offsets_topic_name);
  if (!cluster.topics.find(name)) auto_create_topics(cluster, {&name, 1}, now);
  return cluster.topics.find(name);
}

Coordinator of_group(Cluster& cluster, const Call& call, const std::string& group) {
  const auto* topic = consumer_offsets(cluster, call.now);
  const auto index = coordinator::partition_for(group, cluster.config.offsets_topic_num_partitions);
  const auto* partition = topic ? topic->partition(index) : nullptr;
  if (!partition) return none(group, ErrorCode::coordinator_not_available);
  auto [host, port] = address_of(*cluster.find_node(partition->leader), call.peer);
  return {group, partition->leader, std::move(host), port, ErrorCode::none, ""};
}

Coordinator find(Cluster& cluster, const Call& call, KeyType type, const std::string& key) {
  if (type == KeyType::group) return of_group(cluster, call, key);
  return none(key, type == KeyType::share ? ErrorCode::invalid_request
                                          : ErrorCode::transactional_id_authorization_failed);
}

void log_refusal_of_transactions(Cluster& cluster, const Call& call,
                                 const FindCoordinatorRequest& request) {
  if (call.version >= first_of_many_keys && request.coordinator_keys.empty()) return;
  const auto& key =
      call.version < first_of_many_keys ? request.key : request.coordinator_keys.front();
  cluster.log.warning(fmt::format(
      "FindCoordinator: transactional id '{}' refused: transactions are not served yet", key));
}

FindCoordinatorResponse find_coordinator(Cluster& cluster, const Call& call,
                                         const FindCoordinatorRequest& request) {
  const auto type = static_cast<KeyType>(request.key_type);
  if (type < KeyType::group || type > KeyType::share)
    return failure(request, ErrorCode::invalid_request);
  if (type == KeyType::transaction) log_refusal_of_transactions(cluster, call, request);
  if (call.version < first_of_many_keys) return alone(find(cluster, call, type, request.key));
  FindCoordinatorResponse response;
  for (const auto& key : request.coordinator_keys)
    response.coordinators.push_back(find(cluster, call, type, key));
  return response;
}

}  // namespace

constinit const ApiEntry find_coordinator_entry =
    serve<FindCoordinatorRequest, find_coordinator, failure>();

}  // namespace dogear::broker
