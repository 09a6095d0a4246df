// The deterministic machine: inputs in, in order; outputs out. The same inputs give the same
// outputs, bit for bit. It has no sockets, no threads and no clock of its own: server/ and fixture/
// drive it.
//
//   broker.connect(peer);
//   broker.receive(peer.connection, frame);     // a frame without its size
//   for (auto& out : broker.take_output().frames) write(out.connection, out.frame);
//
// A connection's requests are answered in the order in which they came, one at a time, as Kafka
// does.
#pragma once
#include <deque>
#include <limits>
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
#include "broker/faults.hpp"
#include "broker/held_requests.hpp"
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
  // To be closed once their frames are written. The broker has forgotten them already.
  std::vector<ClosedConnection> closed;
  std::vector<LogLine> log;
};

// A copy of a cluster's roots: taking one costs next to nothing, whatever the logs hold.
class Snapshot {
 public:
  BrokerTime taken_at() const { return taken_at_; }
  const Cluster& cluster() const { return cluster_; }

 private:
  friend class Broker;
  Snapshot(const Cluster& cluster, BrokerTime now, LeaderEpoch highest_epoch_told)
      : cluster_(cluster), taken_at_(now), highest_epoch_told_(highest_epoch_told) {}
  Cluster cluster_;
  BrokerTime taken_at_;
  LeaderEpoch highest_epoch_told_;
};

class Broker {
 public:
  Broker(Cluster cluster, BrokerTime start);
  // Goes on from a snapshot exactly as the broker did that it was taken of, had it lost all its
  // connections: all counters are where they were. For replays.
  Broker(const Snapshot& snapshot, BrokerTime now, WireTime wire_now)
      : cluster_(snapshot.cluster_),
        now_(now),
        wire_now_(wire_now),
        highest_epoch_told_(snapshot.highest_epoch_told_),
        start_(snapshot) {}

  // Inputs.
  void connect(Peer peer);
  // `frame` may borrow: what cannot be answered at once is copied.
  void receive(ConnectionId connection, const Slice& frame);
  void disconnect(ConnectionId connection);
  // Answers of this connection have been written out.
  void sent(ConnectionId connection, std::size_t bytes);
  // Closes a connection for what it sent.
  void refuse(ConnectionId connection, std::string why) { close(connection, std::move(why)); }
  // Times never go back: an earlier one changes nothing.
  void advance_to(BrokerTime now);
  // The same by command: a member whose connection is open could have sent its heartbeats, had the
  // time passed by itself, so its session is renewed unless told otherwise. Answers what came due.
  std::vector<coordinator::CameDue> leap_to(BrokerTime now, coordinator::Leap::Sessions sessions);
  void wire_to(WireTime now);

  // Answers a request that came over no connection, but from a control verb. It meets no fault.
  Outcome answer(NodeId node, const ApiEntry& api, protocol::Version version, const Slice& body);

  // From now on a connection's next request begins only when fewer bytes than this have not been
  // sent() yet, so that one who asks and does not read takes bounded memory.
  void limit_unsent_bytes(std::size_t bytes) { unsent_bytes_max_ = bytes; }

  // Outputs.
  Output take_output();
  bool has_output() const;
  std::optional<WireTime> next_wire_deadline() const;
  std::optional<BrokerTime> next_broker_deadline() const { return cluster_.next_deadline(); }
  BrokerTime now() const { return now_; }
  WireTime wire_now() const { return wire_now_; }
  // Who drives a broker tells it the time as long as its clock is real.
  ClockMode clock_mode() const { return clock_mode_; }
  void set_clock_mode(ClockMode mode) { clock_mode_ = mode; }

  // Bytes of requests that wait for their turn behind an unanswered one; who reads from a socket
  // stops reading while there are many.
  std::size_t backlog_bytes(ConnectionId connection) const;
  std::size_t connection_count() const { return connections_.size(); }
  std::size_t waiting_count() const { return waiting_.size(); }
  // Whether a request of this connection has begun and cannot be answered yet.
  bool is_waiting(ConnectionId connection) const { return waiting_.find(connection) != nullptr; }

  Snapshot take_snapshot() const { return {cluster_, now_, highest_epoch_told_}; }
  // Closes every connection: their clients must ask anew. Those that live on are not to be fooled:
  // leader epochs rise above all that were ever told, so that a consumer whose records are gone
  // notices (KIP-320).
  void restore(const Snapshot& snapshot);
  // The snapshots that control verbs keep.
  std::map<std::string, Snapshot>& snapshots() { return snapshots_; }
  // How it was when it was ready.
  const Snapshot& start() const { return start_; }
  void keep_start() { start_ = take_snapshot(); }

  // For the control verbs. Who changes the cluster lets follow what follows from it.
  void settle();
  Cluster& cluster() { return cluster_; }
  const Cluster& cluster() const { return cluster_; }
  Faults& faults() { return faults_; }
  const Faults& faults() const { return faults_; }
  const HeldRequests& held() const { return held_; }
  // Lets go what a rule holds: requests begin, answers leave. Tells how many.
  std::size_t release(FaultId rule);
  // Whether a Fetch of this client waits for what has this id.
  bool is_fetch_parked(const std::string& client_id, const std::string& client_host,
                       WaitId waited_for) const;
  // What is under way; nothing when all who fetch wait for more, and nobody else for an answer.
  std::optional<std::string> why_busy() const;

 private:
  struct Connection {
    Peer peer;
    std::string client_id;  // of its last request
    protocol::ApiKey last_api = -1;
    std::deque<Slice> backlog;
    std::size_t backlog_bytes = 0;
    std::size_t unsent_bytes = 0;
    WireTime last_active;
    WireTime idle_look_at;
    WireTime throttled_until{};
    bool waiting = false;  // with a request that is not answered yet, or that a fault holds
    std::shared_ptr<const FiredFault> on_answer;  // will meet the answer of that request
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
  // What a fault does to a request that it met; nothing when it will go on later.
  std::optional<Outcome> meet(Connection& connection, const FiredFault& fault, const ApiEntry& api,
                              const Call& call, const Slice& body, const Slice& frame);
  void conclude(Connection& connection, const ApiEntry& api, const Call& call, Outcome outcome);
  void send(Connection& connection, Answer answer);
  void deliver(Connection& connection, Answer answer);
  void meet(Connection& connection, std::shared_ptr<const FiredFault> fault, Answer answer);
  void hold(Connection& connection, HeldRequest held);
  void resume(ConnectionId id);
  void close(ConnectionId connection, std::string why);
  void tell_refused_memory();
  void ask(ConnectionId id, WireDeadline deadline);
  std::vector<coordinator::CameDue> run_until(BrokerTime now, const coordinator::Leap* leap);
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
  std::map<ConnectionId, Connection> connections_;
  WaitingRequests waiting_;
  ConnectionDeadlines idle_looks_;
  ConnectionDeadlines throttled_;
  std::deque<ConnectionId> ready_;  // have answered, with a backlog to go on with
  Output output_;
  std::map<std::string, Snapshot> snapshots_;
  LeaderEpoch highest_epoch_told_ = 0;  // when a snapshot was restored last
  Snapshot start_;
  std::size_t unsent_bytes_max_ = std::numeric_limits<std::size_t>::max();
};

}  // namespace dogear::broker
