// Fetch v4-18: reads record batches, waiting until there are enough bytes of them.
//   v7    incremental sessions: requests and answers name only what changes (KIP-227)
//   v9    the client's leader epoch is checked
//   v11   replicas other than the leader serve consumers too
//   v12   the last fetched epoch tells whether the client's log has diverged (KIP-595)
//   v13   topics come by id
//   v16   an answer of NOT_LEADER_OR_FOLLOWER or FENCED_LEADER_EPOCH names the leader (KIP-951)
#include "protocol/messages/fetch.hpp"

#include "broker/answer_budget.hpp"
#include "broker/fetch/fetch_context.hpp"
#include "broker/fetch/fetch_read.hpp"
#include "broker/node_endpoints.hpp"
#include "broker/serve.hpp"
#include "storage/record_batch.hpp"

namespace dogear::broker {
namespace {

using protocol::FetchRequest;
using protocol::FetchResponse;

constexpr protocol::Version first_with_topic_ids = 13;

FetchResponse failure(const Call& call, const FetchRequest& request, ErrorCode error) {
  FetchResponse response;
  response.error_code = error;
  response.session_id = request.session_id;
  // Before v7 an answer has no error code of its own, and Kafka fails row by row until v13.
  if (call.version >= first_with_topic_ids) return response;
  for (const auto& topic : request.topics) {
    auto& rows = response.responses.emplace_back();
    rows.topic = topic.topic;
    for (const auto& partition : topic.partitions)
      rows.partitions.push_back(failed_fetch_row(partition.partition, error));
  }
  return response;
}

FetchLimits limits_of(const Cluster& cluster, const Call& call, const FetchRequest& request) {
  const auto replica = replica_of(call, request);
  const auto follower = replica >= 0;
  FetchLimits limits;
  limits.max_bytes = std::min(request.max_bytes, cluster.config.fetch_max_bytes);
  if (!follower)
    limits.max_bytes =
        std::min(limits.max_bytes,
                 fetch_bytes_within_quota(cluster, quota_client(call.peer, call.client_id)));
  limits.min_bytes = std::min(request.min_bytes, limits.max_bytes);
  // Kafka's id of a replica that is about to move to another folder: no consumer, nor a follower.
  constexpr NodeId future_local_replica = -3;
  const auto wanted = static_cast<IsolationLevel>(request.isolation_level);
  limits.isolation = wanted == IsolationLevel::read_committed && replica != future_local_replica
                         ? IsolationLevel::read_committed
                         : IsolationLevel::read_uncommitted;
  if (follower) {
    limits.follower = replica;
    limits.isolation = IsolationLevel::read_uncommitted;
  }
  // Before v11 a consumer does not say that it may read from a replica.
  limits.served_by = call.version < 11 ? ServedBy::leader : ServedBy::any_replica;
  return limits;
}

// By the bytes of records in the answer; a follower's fetches count for no client.
Millis throttle_of(Cluster& cluster, const QuotaClient& client, const FetchLimits& limits,
                   const FetchReading& reading, WireTime now) {
  if (limits.follower) return Millis{0};
  return throttle_fetch(cluster, client, reading.bytes, now);
}

FetchResponse answer(Cluster& cluster, const FetchContext& context, const Peer& peer,
                     FetchReading reading, const FetchLimits& limits, WireTime now) {
  const auto throttle =
      throttle_of(cluster, quota_client(peer, context.client_id()), limits, reading, now);
  if (throttle > Millis{0}) return context.throttled(cluster, peer, throttle);
  cluster.metrics.bytes_out += reading.bytes;
  for (const auto& row : reading.rows)
    for (const auto& batches : row.data.records->slices)
      storage::for_each_batch(batches.bytes(), [&](const storage::RecordBatch& batch) {
        cluster.metrics.records_out += static_cast<std::uint64_t>(batch.count());
      });
  return context.answer(cluster, peer, std::move(reading));
}

bool enough(const FetchReading& read, const FetchLimits& limits) {
  return read.at_once || std::cmp_greater_equal(read.bytes, limits.min_bytes);
}

// The name of a topic is kept with each of its partitions.
std::size_t size_of_names(const FetchRequest& request) {
  std::size_t bytes = 0;
  for (const auto& topic : request.topics) bytes += topic.partitions.size() * topic.topic.size();
  return bytes;
}

Reply<FetchResponse> fetch(Cluster& cluster, const Call& call, const FetchRequest& request) {
  if (!AnswerBudget().take(size_of_names(request))) return AnswerBudget::exceeded();
  auto context = FetchContext::begin(cluster, call, request);
  if (context.error() == ErrorCode::unknown_server_error)
    return failure(call, request, ErrorCode::unknown_server_error);
  if (context.error() != ErrorCode::none) {
    FetchResponse response;
    response.error_code = context.error();
    return response;
  }
  const auto node = call.peer.node;
  // Kafka looks at the limits and the isolation level only when there is something to read.
  if (context.subjects().known.empty()) return context.answer(cluster, call.peer, {});
  if (!is_isolation_level(request.isolation_level))
    return failure(call, request, ErrorCode::unknown_server_error);
  const auto limits = limits_of(cluster, call, request);
  auto reading = read_partitions(cluster, node, context.subjects(), limits);
  if (request.max_wait_ms <= 0 || enough(reading, limits) ||
      is_satisfied(cluster, node, context.subjects(), limits))
    return answer(cluster, context, call.peer, std::move(reading), limits, call.wire_now);

  Waiting<FetchResponse> waiting;
  waiting.waits_for = std::move(reading.waits_for);
  waiting.deadline = call.wire_now + Millis{request.max_wait_ms};
  waiting.ask = [context = std::move(context), limits, peer = call.peer](
                    Cluster& later, const Asking& asking) -> std::optional<FetchResponse> {
    if (asking.deadline == WireDeadline::ahead &&
        !is_satisfied(later, peer.node, context.subjects(), limits))
      return std::nullopt;
    auto read = read_partitions(later, peer.node, context.subjects(), limits);
    return answer(later, context, peer, std::move(read), limits, asking.wire_now);
  };
  return waiting;
}

}  // namespace

constinit const ApiEntry fetch_entry = serve<FetchRequest, fetch, failure>();

}  // namespace dogear::broker
