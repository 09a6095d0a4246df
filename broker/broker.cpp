#include "broker/broker.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "broker/configs/reconfiguration.hpp"
#include "broker/request_log.hpp"
#include "broker/topics/offsets_topic.hpp"

namespace dogear::broker {

using protocol::ParsedRequest;

namespace {

// Includes the cost of keeping a frame, so that many tiny frames are limited, too.
constexpr std::size_t bytes_a_kept_frame = 64;
std::size_t backlog_bytes_of(const Slice& frame) { return frame.size() + bytes_a_kept_frame; }

}  // namespace

Broker::Broker(Cluster cluster, BrokerTime start)
    : cluster_(std::move(cluster)), now_(start), start_(take_snapshot()) {
  cluster_.started = start;
  if (is_elr_enabled(cluster_)) prepare_for_elr(cluster_, start);
  cluster_.groups = coordinator::Groups(group_config(cluster_.config), cluster_.seed, start);
  keep_start();
}

// --- inputs

void Broker::connect(Peer peer) {
  ++cluster_.metrics.connections_opened;
  const auto id = peer.connection;
  auto& connection = connections_[id];
  connection.peer = std::move(peer);
  connection.last_active = wire_now_;
  watch_idleness(connection);
}

void Broker::receive(ConnectionId id, const Slice& frame) {
  const auto found = connections_.find(id);
  if (found == connections_.end()) return;
  cluster_.metrics.request_bytes += frame.size();
  auto& connection = found->second;
  connection.last_active = wire_now_;
  if (!may_begin(connection) || !connection.backlog.empty()) {
    connection.backlog_bytes += backlog_bytes_of(frame);
    connection.backlog.push_back(frame.retained());
    return;
  }
  begin(connection, frame);
  settle();
}

void Broker::sent(ConnectionId id, std::size_t bytes) {
  const auto found = connections_.find(id);
  if (found == connections_.end()) return;
  auto& connection = found->second;
  connection.last_active = wire_now_;
  const auto was_congested = is_congested(connection);
  connection.unsent_bytes -= std::min(connection.unsent_bytes, bytes);
  if (!was_congested || is_congested(connection)) return;
  ready_.push_back(id);
  settle();
}

void Broker::disconnect(ConnectionId id) {
  const auto found = connections_.find(id);
  if (found == connections_.end()) return;
  waiting_.remove(id);
  idle_looks_.remove(id, found->second.idle_look_at);
  throttled_.remove(id, found->second.throttled_until);
  held_.take(id);
  connections_.erase(found);
}

void Broker::advance_to(BrokerTime now) { run_until(now); }

std::vector<coordinator::CameDue> Broker::leap_to(BrokerTime now,
                                                  coordinator::Leap::Sessions sessions) {
  const coordinator::Leap leap{
      .until = now, .sessions = sessions, .is_connected = [this](ConnectionId id) {
        return connections_.contains(id);
      }};
  leap_ = &leap;
  run_until(now);
  leap_ = nullptr;
  cluster_.groups.end_leap(leap);
  return std::exchange(came_due_in_leap_, {});
}

// Each deadline is handled at its own time, so that a leap has the same effects as many small
// steps.
void Broker::run_until(BrokerTime now) {
  for (auto due = cluster_.next_deadline(); due && *due <= now; due = cluster_.next_deadline()) {
    now_ = std::max(now_, *due);
    expire_one();
    settle();
  }
  now_ = std::max(now_, now);
}

void Broker::expire_one() {
  auto came_due = cluster_.expire_one(now_, leap_);
  if (leap_) std::move(came_due.begin(), came_due.end(), std::back_inserter(came_due_in_leap_));
}

void Broker::wire_to(WireTime now) {
  for (auto due = next_wire_deadline(); due && *due <= now; due = next_wire_deadline()) {
    wire_now_ = std::max(wire_now_, *due);
    if (const auto overdue = waiting_.overdue(wire_now_))
      ask(*overdue, WireDeadline::reached);
    else if (const auto quiet = idle_looks_.take_due(wire_now_))
      close_if_idle(*quiet);
    else if (const auto throttled = throttled_.take_due(wire_now_))
      ready_.push_back(*throttled);
    else if (const auto delayed = held_.take_due(wire_now_))
      resume(*delayed);
    settle();
  }
  wire_now_ = std::max(wire_now_, now);
}

void Broker::watch_idleness(Connection& connection) {
  const auto max_idle = cluster_.config.connections_max_idle;
  constexpr auto never = Millis::max() / 2;  // a sum with such a time could overflow
  if (max_idle <= Millis{0} || max_idle >= never) return;
  connection.idle_look_at = connection.last_active + max_idle;
  idle_looks_.add(connection.peer.connection, connection.idle_look_at);
}

void Broker::throttle(Connection& connection, Millis time) {
  if (time <= Millis{0}) return;
  const auto id = connection.peer.connection;
  throttled_.remove(id, connection.throttled_until);
  connection.throttled_until = wire_now_ + time;
  throttled_.add(id, connection.throttled_until);
}

void Broker::close_if_idle(ConnectionId id) {
  auto& connection = connections_.at(id);
  if (connection.last_active + cluster_.config.connections_max_idle > wire_now_)
    return watch_idleness(connection);
  close(id, connection.unsent_bytes == 0
                ? "nothing was received for connections.max.idle.ms"
                : fmt::format("{} bytes of answers were not read for connections.max.idle.ms",
                              connection.unsent_bytes));
}

Outcome Broker::answer(NodeId node, const ApiEntry& api, protocol::Version version,
                       const Slice& body) {
  Peer peer;
  peer.node = node;
  peer.client_host = "/127.0.0.1";
  const std::string client_id = "dogear";
  const Call call{.peer = peer,
                  .api_key = api.api.key,
                  .version = version,
                  .served = api.api.versions,
                  .correlation_id = 0,
                  .client_id = client_id,
                  .request_bytes = 0,  // counts for no quota
                  .now = now_,
                  .wire_now = wire_now_};
  auto outcome = api.begin(cluster_, call, body);
  settle();
  return outcome;
}

// --- outputs

std::optional<WireTime> Broker::next_wire_deadline() const {
  std::optional<WireTime> earliest;
  for (const auto& deadline :
       {waiting_.next_deadline(), idle_looks_.next(), throttled_.next(), held_.next_deadline()})
    if (deadline && (!earliest || *deadline < *earliest)) earliest = deadline;
  return earliest;
}

Output Broker::take_output() {
  auto log = cluster_.log.take();
  output_.log.insert(output_.log.end(), std::make_move_iterator(log.begin()),
                     std::make_move_iterator(log.end()));
  return std::exchange(output_, {});
}

bool Broker::has_output() const {
  return !output_.frames.empty() || !output_.closed.empty() || !output_.log.empty() ||
         !cluster_.log.empty();
}

std::size_t Broker::backlog_bytes(ConnectionId id) const {
  const auto found = connections_.find(id);
  return found == connections_.end() ? 0 : found->second.backlog_bytes;
}

// --- one request

void Broker::begin(Connection& connection, const Slice& frame, Gate gate) {
  const auto id = connection.peer.connection;
  const auto start = protocol::peek_request(frame);
  if (!start) return close(id, fmt::format("a request of {} bytes has no header", frame.size()));
  const auto* api = find_api(start->api_key);
  if (!api) return close(id, fmt::format("API key {} is not served", start->api_key));
  const auto versions = cluster_.versions_of(api->api);
  if (versions.empty()) return close(id, fmt::format("API key {} is not served", start->api_key));
  const auto served = versions.contain(start->api_version);
  if (!served && start->api_key != protocol::api_versions_key)
    return close(id, fmt::format("{} v{} is not served", api->api.name, start->api_version));
  const auto request = protocol::parse_request(frame, api->api.flexible(start->api_version));
  if (!request) return close(id, fmt::format("{} has a malformed header", api->api.name));
  begin_parsed(connection, *api, *request, versions, frame, gate);
}

void Broker::begin_parsed(Connection& connection, const ApiEntry& api, const ParsedRequest& request,
                          protocol::Versions served, const Slice& frame, Gate gate) {
  const auto& header = request.header;
  const bool known = served.contain(header.api_version);
  const auto client_id = header.client_id.value_or("");
  connection.last_api = header.api_key;
  if (connection.client_id != client_id) connection.client_id = client_id;
  const Call call{.peer = connection.peer,
                  .api_key = header.api_key,
                  .version = known ? header.api_version : protocol::Version{0},
                  .served = served,
                  .correlation_id = header.correlation_id,
                  .client_id = client_id,
                  .request_bytes = request.bytes,
                  .now = now_,
                  .wire_now = wire_now_};
  if (cluster_.log.wants_debug()) cluster_.log.debug(told_request(call));
  // ApiVersions answers an unknown version in v0, so that newer clients learn what is served.
  if (!known)
    return conclude(connection, api, call,
                    api.fail(call, request.body, ErrorCode::unsupported_version));
  if (gate == Gate::asked && !faults_.rules().empty()) {
    const auto fault =
        faults_.admit(call, [&] { return subject_of(cluster_, call, request.body); });
    if (fault) {
      auto outcome = meet_request(connection, *fault, api, call, request.body, frame);
      if (outcome) conclude(connection, api, call, *std::move(outcome));
      return;
    }
  }
  conclude(connection, api, call, api.begin(cluster_, call, request.body));
}

void Broker::conclude(Connection& connection, const ApiEntry& api, const Call& call,
                      Outcome outcome) {
  if (auto* answer = std::get_if<Answer>(&outcome)) return send(connection, std::move(*answer));
  if (auto* waiting = std::get_if<WaitingFrame>(&outcome)) {
    connection.waiting = true;
    if (cluster_.log.wants_debug()) cluster_.log.debug(told_waiting(call));
    return waiting_.add(connection.peer.connection, std::move(*waiting));
  }
  if (const auto* closed = std::get_if<CloseConnection>(&outcome))
    return close(connection.peer.connection,
                 fmt::format("{} v{}: {}", api.api.name, call.version, closed->why));
  ++cluster_.metrics.answers[{api.api.key, ErrorCode::none}];
  throttle(connection, std::get<NoAnswer>(outcome).throttle);
  if (const auto fault = std::exchange(connection.on_answer, nullptr);
      fault && std::holds_alternative<CutAfter>(fault->action))
    close(connection.peer.connection, fault_cut);
}

void Broker::send(Connection& connection, Answer answer) {
  if (auto fault = std::exchange(connection.on_answer, nullptr))
    return meet_answer(connection, std::move(fault), std::move(answer));
  deliver(connection, std::move(answer));
}

void Broker::deliver(Connection& connection, Answer answer) {
  const auto id = connection.peer.connection;
  if (answer.frame.empty())
    return close(id, "its answer has a string that is too long for the protocol");
  connection.last_active = wire_now_;
  ++cluster_.metrics.answers[{answer.api_key, answer.error}];
  const auto size = protocol::size_of(answer.frame);
  if (cluster_.log.wants_debug()) cluster_.log.debug(told_answer(id, answer, size));
  cluster_.metrics.answer_bytes += size;
  connection.unsent_bytes += size;
  throttle(connection, answer.throttle);
  output_.frames.push_back({id, std::move(answer.frame)});
  if (!connection.backlog.empty()) ready_.push_back(id);
}

void Broker::close(ConnectionId id, std::string why) {
  const auto found = connections_.find(id);
  if (found == connections_.end()) return;
  ++cluster_.metrics.connections_refused;
  const auto& peer = found->second.peer;
  cluster_.log.warning(fmt::format("closed connection {} of {}: {}", id, peer.client_host, why));
  output_.closed.push_back({id, std::move(why)});
  disconnect(id);
}

// --- what follows from it

// Retries the requests that wait for a change, and begins those that queue behind them, until
// nothing is left to do.
void Broker::settle() {
  for (;;) {
    for (const auto changed : cluster_.changes.take())
      for (const auto id : waiting_.waiting_for(changed)) ask(id, WireDeadline::ahead);
    if (!cluster_.changes.empty()) continue;
    if (!ready_.empty()) {
      const auto id = ready_.front();
      ready_.pop_front();
      begin_next_of(id);
    } else if (const auto due = cluster_.next_deadline(); due && *due <= now_) {
      expire_one();  // such as a rebalance without initial delay
    } else {
      return tell_refused_memory();
    }
  }
}

void Broker::tell_refused_memory() {
  auto& memory = *cluster_.memory;
  if (memory.take_refusal())
    cluster_.log.error(
        fmt::format("appends are refused: the logs take {} of at most {} bytes (--memory-limit)",
                    memory.used(), memory.limit()));
}

void Broker::ask(ConnectionId id, WireDeadline deadline) {
  const auto* request = waiting_.find(id);
  if (!request) return;
  ++cluster_.metrics.asks;
  auto answer = request->ask(cluster_, {now_, wire_now_, deadline});
  if (!answer) return;
  waiting_.remove(id);
  auto& connection = connections_.at(id);
  connection.waiting = false;
  send(connection, std::move(*answer));
}

void Broker::begin_next_of(ConnectionId id) {
  const auto found = connections_.find(id);
  if (found == connections_.end()) return;
  auto& connection = found->second;
  if (!may_begin(connection) || connection.backlog.empty()) return;
  const auto frame = std::move(connection.backlog.front());
  connection.backlog.pop_front();
  connection.backlog_bytes -= backlog_bytes_of(frame);
  begin(connection, frame);
  // After a request without an answer (acks=0) nothing else would begin the next one.
  if (connections_.contains(id) && may_begin(connection) && !connection.backlog.empty() &&
      (ready_.empty() || ready_.back() != id))
    ready_.push_back(id);
}

}  // namespace dogear::broker
