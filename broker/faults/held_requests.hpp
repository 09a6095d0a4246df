// Requests and answers that a fault keeps back, each for a time or until it is released. A
// connection has at most one, since its next requests wait behind that.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "broker/connection_deadlines.hpp"
#include "broker/faults/faults.hpp"
#include "broker/reply.hpp"

namespace dogear::broker {

// Why a connection was closed by a rule.
constexpr const char* fault_cut = "a fault cut the connection";

struct HeldRequest {
  std::shared_ptr<const FiredFault> fault;
  std::optional<WireTime> until;     // nothing: until it is released
  std::variant<Slice, Answer> what;  // the frame of a request that has not begun, or its answer
};

class HeldRequests {
 public:
  void add(ConnectionId connection, HeldRequest held) {
    if (held.until) deadlines_.add(connection, *held.until);
    held_.emplace(connection, std::move(held));
  }
  std::optional<HeldRequest> take(ConnectionId connection) {
    auto found = held_.extract(connection);
    if (!found) return std::nullopt;
    if (found.mapped().until) deadlines_.remove(connection, *found.mapped().until);
    return std::move(found.mapped());
  }
  std::optional<WireTime> next_deadline() const { return deadlines_.next(); }
  std::optional<ConnectionId> take_due(WireTime now) { return deadlines_.take_due(now); }

  const std::map<ConnectionId, HeldRequest>& all() const { return held_; }
  std::vector<ConnectionId> held_by(FaultId rule) const {
    std::vector<ConnectionId> connections;
    for (const auto& [connection, held] : held_)
      if (held.fault->rule == rule) connections.push_back(connection);
    return connections;
  }

 private:
  std::map<ConnectionId, HeldRequest> held_;
  ConnectionDeadlines deadlines_;
};

}  // namespace dogear::broker
