#include "broker/fetch/fetch_context.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "broker/node_endpoints.hpp"

namespace dogear::broker {
namespace {

using protocol::FetchRequest;
using protocol::FetchResponse;

constexpr std::int32_t initial_epoch = 0;
constexpr std::int32_t final_epoch = -1;

constexpr protocol::Version first_with_topic_ids = 13;
constexpr protocol::Version first_with_replica_state = 15;
constexpr protocol::Version first_with_new_leaders = 16;

TopicsBy topics_by(protocol::Version version) {
  return version >= first_with_topic_ids ? TopicsBy::id : TopicsBy::name;
}

const std::string& name_of_topic(const Cluster& cluster, const Uuid& id) {
  static const std::string unknown;
  const auto* topic = cluster.topics.find(id);
  return topic ? topic->name : unknown;
}

// In the order of the request. Of a partition that is named twice the last values count.
std::vector<WantedPartition> named_partitions(const Cluster& cluster, const Call& call,
                                              const FetchRequest& request) {
  std::vector<WantedPartition> named;
  std::map<std::tuple<Uuid, std::string_view, PartitionIndex>, std::size_t> places;
  for (const auto& topic : request.topics) {
    const auto& name = topics_by(call.version) == TopicsBy::id
                           ? name_of_topic(cluster, topic.topic_id)
                           : topic.topic;
    for (const auto& partition : topic.partitions) {
      const WantedPartition wanted{
          .topic_id = topic.topic_id,
          .topic = name,
          .partition = partition.partition,
          .current_leader_epoch = std::max(partition.current_leader_epoch, no_epoch),
          .fetch_offset = partition.fetch_offset,
          .last_fetched_epoch = std::max(partition.last_fetched_epoch, no_epoch),
          .max_bytes = partition.partition_max_bytes};
      const auto [place, is_new] =
          places.try_emplace({topic.topic_id, topic.topic, partition.partition}, named.size());
      if (is_new)
        named.push_back(wanted);
      else
        named[place->second] = wanted;
    }
  }
  return named;
}

FetchedBy fetched_by(const Call& call, const FetchRequest& request) {
  return replica_of(call, request) >= 0 ? FetchedBy::follower : FetchedBy::consumer;
}

PartitionNews news_of(const FetchResponse::FetchableTopicResponse::PartitionData& row) {
  return {.records = row.records && row.records->size() > 0,
          .error = row.error_code != ErrorCode::none,
          .diverging_epoch = row.diverging_epoch.end_offset != -1,
          .told = {row.high_watermark, row.log_start_offset}};
}

// Kafka groups consecutive rows by topic, and fails where a row follows one whose topic has neither
// an id nor a name to compare with.
bool stumbles_over_zero_id(const FetchResponse& response) {
  const auto& topics = response.responses;
  return std::any_of(topics.begin(), topics.end(), [&](const auto& topic) {
    return topic.topic_id.is_zero() && (&topic != &topics.back() || topic.partitions.size() > 1);
  });
}

}  // namespace

NodeId replica_of(const Call& call, const FetchRequest& request) {
  return call.version >= first_with_replica_state ? request.replica_state.replica_id
                                                  : request.replica_id;
}

FetchSubjects FetchContext::sorted(const Cluster& cluster,
                                   std::vector<WantedPartition> wanted) const {
  return sort_out(cluster, std::move(wanted), topics_by(version_), fetched_by_);
}

FetchContext FetchContext::failed(ErrorCode error) {
  FetchContext context(Kind::sessionless);
  context.error_ = error;
  return context;
}

FetchContext FetchContext::begin(Cluster& cluster, const Call& call, const FetchRequest& request) {
  if (!FetchSessions::may_be_id(request.session_id)) return failed(ErrorCode::unknown_server_error);
  auto named = named_partitions(cluster, call, request);
  const auto epoch = request.session_epoch;  // before v7 the final one
  if (epoch != initial_epoch && epoch != final_epoch)
    return incremental(cluster, call, request, std::move(named));
  // A full request closes the session that it names.
  (*cluster.fetch_sessions)[call.peer.node].remove(request.session_id);
  FetchContext context(epoch == initial_epoch ? Kind::full : Kind::sessionless);
  context.version_ = call.version;
  context.client_id_ = call.client_id;
  context.now_ = call.wire_now;
  context.session_id_ = request.session_id;
  context.fetched_by_ = fetched_by(call, request);
  context.subjects_ = context.sorted(cluster, std::move(named));
  return context;
}

FetchContext FetchContext::incremental(Cluster& cluster, const Call& call,
                                       const FetchRequest& request,
                                       std::vector<WantedPartition> named) {
  auto& sessions = (*cluster.fetch_sessions)[call.peer.node];
  auto* session = sessions.find(request.session_id);
  if (!session) return failed(ErrorCode::fetch_session_id_not_found);
  if (session->epoch() != request.session_epoch)
    return failed(ErrorCode::invalid_fetch_session_epoch);
  if (session->topics_by() != topics_by(call.version))
    return failed(ErrorCode::fetch_session_topic_id_error);

  for (const auto& partition : named) session->want(partition);
  for (const auto& topic : request.forgotten_topics_data)
    for (const auto partition : topic.partitions)
      session->forget(topic.topic_id, topic.topic, partition);

  FetchContext context(session->empty() ? Kind::sessionless : Kind::incremental);
  context.client_id_ = call.client_id;
  context.version_ = call.version;
  context.session_id_ = request.session_id;
  context.fetched_by_ = fetched_by(call, request);
  if (session->empty()) {
    sessions.remove(request.session_id);
    context.subjects_ = context.sorted(cluster, std::move(named));
    return context;
  }
  session->use(call.wire_now);
  context.session_epoch_ = session->epoch();
  auto wanted = session->wanted();
  // A topic id that was unknown when it was added to the session may exist by now.
  for (auto& partition : wanted)
    if (session->topics_by() == TopicsBy::id && partition.topic.empty())
      partition.topic = name_of_topic(cluster, partition.topic_id);
  context.subjects_ = context.sorted(cluster, std::move(wanted));
  return context;
}

std::int32_t FetchContext::open_session(Cluster& cluster, NodeId node,
                                        const std::vector<FetchRow>& rows) const {
  const auto slots = static_cast<std::size_t>(
      std::max(0, cluster.config.max_incremental_fetch_session_cache_slots));
  auto* session = (*cluster.fetch_sessions)[node].create(
      cluster.seed, {topics_by(version_), fetched_by_, rows.size()}, slots, now_);
  if (!session) return 0;
  for (const auto& row : rows) {
    auto wanted = subjects_.wanted[row.position];
    wanted.told = {row.data.high_watermark, row.data.log_start_offset};
    session->want(wanted);
  }
  return session->id();
}

bool FetchContext::is_outrun(const FetchSession* session) const {
  return session && session->epoch() != session_epoch_;
}

FetchResponse FetchContext::throttled(Cluster& cluster, const Peer& peer, Millis time) const {
  FetchResponse response;
  response.throttle_time_ms = static_cast<std::int32_t>(time.count());
  if (kind_ != Kind::incremental) return response;
  response.session_id = session_id_;
  if (is_outrun((*cluster.fetch_sessions)[peer.node].find(session_id_)))
    response.error_code = ErrorCode::invalid_fetch_session_epoch;
  return response;
}

FetchResponse FetchContext::answer(Cluster& cluster, const Peer& peer, FetchReading reading) const {
  FetchResponse response;
  auto rows = std::move(reading.rows);
  rows.insert(rows.end(), subjects_.unknown.begin(), subjects_.unknown.end());
  FetchSession* session = nullptr;
  if (kind_ == Kind::full) response.session_id = open_session(cluster, peer.node, rows);
  if (kind_ == Kind::incremental) {
    session = (*cluster.fetch_sessions)[peer.node].find(session_id_);
    response.session_id = session_id_;
    if (is_outrun(session)) {
      response.error_code = ErrorCode::invalid_fetch_session_epoch;
      return response;
    }
  }
  for (auto& row : rows) {
    const auto& partition = subjects_.wanted[row.position];
    const auto news = news_of(row.data);
    if (session) session->tell(partition, news);
    if (kind_ == Kind::incremental && !news.since(partition.told)) continue;
    const auto name = topics_by(version_) == TopicsBy::id ? std::string{} : partition.topic;
    auto& topics = response.responses;
    if (topics.empty() || topics.back().topic != name ||
        topics.back().topic_id != partition.topic_id)
      topics.push_back({name, partition.topic_id, {}});
    if (version_ >= first_with_new_leaders && row.leader) {
      row.data.current_leader = {row.leader->node, row.leader->epoch};
      // A follower knows where the leader is to be reached.
      if (fetched_by_ == FetchedBy::consumer)
        add_node_endpoint(cluster, peer, row.leader->node, response.node_endpoints);
    }
    topics.back().partitions.push_back(std::move(row.data));
  }
  if (topics_by(version_) == TopicsBy::id && stumbles_over_zero_id(response)) {
    response = {};
    response.error_code = ErrorCode::unknown_server_error;
    response.session_id = session_id_;  // even if there is none of that id any more
  }
  return response;
}

}  // namespace dogear::broker
