// Connections by the wire time at which something is to be done about them.
#pragma once
#include <optional>
#include <set>
#include <utility>

#include "base/ids.hpp"
#include "base/time.hpp"

namespace dogear::broker {

class ConnectionDeadlines {
 public:
  void add(ConnectionId id, WireTime at) { deadlines_.emplace(at, id); }
  void remove(ConnectionId id, WireTime at) { deadlines_.erase({at, id}); }
  std::optional<WireTime> next() const {
    if (deadlines_.empty()) return std::nullopt;
    return deadlines_.begin()->first;
  }
  // Removes and returns a connection whose deadline is not after `now`.
  std::optional<ConnectionId> take_due(WireTime now) {
    if (deadlines_.empty() || deadlines_.begin()->first > now) return std::nullopt;
    return deadlines_.extract(deadlines_.begin()).value().second;
  }

 private:
  std::set<std::pair<WireTime, ConnectionId>> deadlines_;
};

}  // namespace dogear::broker
