// The deterministic state machine of a broker: it is given inputs in an order and produces outputs.
// The same inputs give the same outputs, bit for bit. It has no sockets, threads or clock of its
// own: server/ and fixture/ drive it.
//
//   broker.connect(peer);
//   broker.receive(peer.connection, frame);     // a frame without its size
//   for (auto& out : broker.take_output().frames) write(out.connection, out.frame);
//
// A connection's requests are answered one at a time, in the order of their arrival, as by Kafka.
//
// Members are defined in broker.cpp, or by subject in fault_gate.cpp, restore.cpp and
// stillness.cpp.
#pragma once
#include <deque>
#include <limits>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/slice.hpp"
#include "base/time.hpp"
#include "broker/api_table.hpp"
#include "broker/call.hpp"
#include "broker/cluster.hpp"
#include "broker/connection_deadlines.hpp"
#include "broker/faults/faults.hpp"
#include "broker/faults/held_requests.hpp"
#include "broker/waiting_requests.hpp"
#include "protocol/frame.hpp"

namespace dogear::broker {

struct OutputFrame {
  ConnectionId connection;
  protocol::ByteChain frame;
};
struct ClosedConnection {
  ConnectionId connection;
  std::string why;
};
struct Output {
  std::vector<OutputFrame> frames;
  // To be closed once their frames are written. The broker has already dropped their state.
  std::vector<ClosedConnection> closed;
  std::vector<LogLine> log;
};

// A cluster at one moment. It shares logs and groups with the live one until either of them is
// written, so that taking one is cheap however much the logs hold.
class Snapshot {
 public:
  BrokerTime taken_at() const { return taken_at_; }
  const Cluster& cluster() const { return cluster_; }

 private:
  friend class Broker;
  Snapshot(const Cluster& cluster, BrokerTime now) : cluster_(cluster), taken_at_(now) {}
  Cluster cluster_;
  BrokerTime taken_at_;
};

class Broker {
 public:
  Broker(Cluster cluster, BrokerTime start);
  // For replays: goes on exactly as the broker that the snapshot was taken of would have done after
  // losing all its connections. In contrast to restore(), all counters continue from the snapshot.
  Broker(const Snapshot& snapshot, BrokerTime now, WireTime wire_now)
      : cluster_(snapshot.cluster_), now_(now), wire_now_(wire_now), start_(snapshot) {}

  // Inputs.
  void connect(Peer peer);
  // `frame` may borrow its bytes: it is copied when the request cannot begin at once.
  void receive(ConnectionId connection, const Slice& frame);
  void disconnect(ConnectionId connection);
  // Answers of this connection have been written out.
  void sent(ConnectionId connection, std::size_t bytes);
  // Closes a connection for what it sent.
  void refuse(ConnectionId connection, std::string why) { close(connection, std::move(why)); }
  // Time never goes back: an earlier time changes nothing.
  void advance_to(BrokerTime now);
  // Advances by command. Had the time really passed, a member whose connection is open would have
  // sent heartbeats, so its session is renewed unless `sessions` says otherwise. Returns what came
  // due.
  std::vector<coordinator::CameDue> leap_to(BrokerTime now, coordinator::Leap::Sessions sessions);
  void wire_to(WireTime now);

  // Answers a request of a control verb, which comes over no connection. No fault applies to it.
  Outcome answer(NodeId node, const ApiEntry& api, protocol::Version version, const Slice& body);

  // From now on a connection's next request begins only when fewer bytes than this are left that
  // sent() has not confirmed, so that a client that never reads its answers takes bounded memory.
  void limit_unsent_bytes(std::size_t bytes) { unsent_bytes_max_ = bytes; }

  // Outputs.
  Output take_output();
  bool has_output() const;
  std::optional<WireTime> next_wire_deadline() const;
  std::optional<BrokerTime> next_broker_deadline() const { return cluster_.next_deadline(); }
  BrokerTime now() const { return now_; }
  WireTime wire_now() const { return wire_now_; }
  // Whoever drives the broker calls advance_to() only while the clock is real.
  ClockMode clock_mode() const { return clock_mode_; }
  void set_clock_mode(ClockMode mode) { clock_mode_ = mode; }

  // The bytes of requests that queue behind an unanswered one. Whoever reads from the socket stops
  // while there are many of them.
  std::size_t backlog_bytes(ConnectionId connection) const;
  std::size_t connection_count() const { return connections_.size(); }
  std::size_t waiting_count() const { return waiting_.size(); }
  // Whether a request of this connection has begun but cannot be answered yet.
  bool is_waiting(ConnectionId connection) const { return waiting_.find(connection) != nullptr; }

  Snapshot take_snapshot() const { return {cluster_, now_}; }
  // Closes every connection, so that clients reconnect. Leader epochs of partitions that differ are
  // raised above all earlier ones, so that a consumer notices when records that it read are gone
  // (KIP-320).
  void restore(const Snapshot& snapshot);
  // The snapshots that control verbs keep.
  std::map<std::string, Snapshot>& snapshots() { return snapshots_; }
  // The state in which the broker became ready.
  const Snapshot& start() const { return start_; }
  void keep_start() { start_ = take_snapshot(); }

  // For control verbs. Whoever changes the cluster calls settle() afterwards, which answers the
  // requests that waited for the change.
  void settle();
  Cluster& cluster() { return cluster_; }
  const Cluster& cluster() const { return cluster_; }
  Faults& faults() { return faults_; }
  const Faults& faults() const { return faults_; }
  const HeldRequests& held() const { return held_; }
  // Lets go all that a rule holds: requests begin, answers are sent. Returns how many.
  std::size_t release(FaultId rule);
  // Whether a Fetch of this client waits for the partition with this id.
  bool is_fetch_parked(const std::string& client_id, const std::string& client_host,
                       WaitId waited_for) const;
  // A request that is under way, in words. Nothing when every connection that fetches waits for
  // more records and no other request is unanswered.
  std::optional<std::string> why_busy() const;

 private:
  struct Connection {
    Peer peer;
    std::string client_id;  // of its last request
    protocol::ApiKey last_api = -1;
    std::list<Slice> backlog;  // takes no memory while it is empty
    std::size_t backlog_bytes = 0;
    std::size_t unsent_bytes = 0;
    WireTime last_active;
    WireTime idle_look_at;
    WireTime throttled_until{};
    bool waiting = false;  // for the answer to a request, which may be one that a fault holds
    std::shared_ptr<const FiredFault> on_answer;  // applies to the answer to that request
  };
  enum class Gate { asked, passed };

  bool is_congested(const Connection& connection) const {
    return connection.unsent_bytes >= unsent_bytes_max_;
  }
  bool is_throttled(const Connection& connection) const {
    return connection.throttled_until > wire_now_;
  }
  bool may_begin(const Connection& connection) const {
    return !connection.waiting && !is_congested(connection) && !is_throttled(connection);
  }
  void begin(Connection& connection, const Slice& frame, Gate gate = Gate::asked);
  void begin_parsed(Connection& connection, const ApiEntry& api,
                    const protocol::ParsedRequest& request, protocol::Versions served,
                    const Slice& frame, Gate gate);
  // Applies a fault to a request. Nothing when the request is held and goes on later.
  std::optional<Outcome> meet_request(Connection& connection, const FiredFault& fault,
                                      const ApiEntry& api, const Call& call, const Slice& body,
                                      const Slice& frame);
  void conclude(Connection& connection, const ApiEntry& api, const Call& call, Outcome outcome);
  void send(Connection& connection, Answer answer);
  void deliver(Connection& connection, Answer answer);
  void meet_answer(Connection& connection, std::shared_ptr<const FiredFault> fault, Answer answer);
  void hold(Connection& connection, HeldRequest held);
  void resume(ConnectionId id);
  void close(ConnectionId connection, std::string why);
  void tell_refused_memory();
  void ask(ConnectionId id, WireDeadline deadline);
  void run_until(BrokerTime now);
  void expire_one();
  void watch_idleness(Connection& connection);
  void close_if_idle(ConnectionId id);
  void throttle(Connection& connection, Millis time);
  void begin_next_of(ConnectionId id);

  Cluster cluster_;
  Faults faults_;
  HeldRequests held_;
  BrokerTime now_;
  WireTime wire_now_{};
  ClockMode clock_mode_ = ClockMode::real;
  const coordinator::Leap* leap_ = nullptr;  // while leap_to() runs
  std::vector<coordinator::CameDue> came_due_in_leap_;
  std::map<ConnectionId, Connection> connections_;
  WaitingRequests waiting_;
  ConnectionDeadlines idle_looks_;
  ConnectionDeadlines throttled_;
  std::deque<ConnectionId> ready_;  // may begin the next request of their backlog
  Output output_;
  std::map<std::string, Snapshot> snapshots_;
  Snapshot start_;
  std::size_t unsent_bytes_max_ = std::numeric_limits<std::size_t>::max();
};

}  // namespace dogear::broker
