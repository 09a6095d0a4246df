// Closes connections that nothing has passed over for connections.max.idle.ms, as Kafka's
// IdleExpiryManager does.
//
// Activity is only noted; a connection is looked at when it would be idle if nothing had happened
// since the last look, and then either closed or looked at later.
#pragma once
#include <optional>
#include <set>
#include <utility>

#include "base/ids.hpp"
#include "base/time.hpp"

namespace dogear::broker {

class IdleConnections {
 public:
  void watch(ConnectionId id, WireTime look_at) { looks_.emplace(look_at, id); }
  void forget(ConnectionId id, WireTime look_at) { looks_.erase({look_at, id}); }
  std::optional<WireTime> next_look() const {
    if (looks_.empty()) return std::nullopt;
    return looks_.begin()->first;
  }
  // The connection to look at now, if one is due. It is watched no more.
  std::optional<ConnectionId> take_due(WireTime now) {
    if (looks_.empty() || looks_.begin()->first > now) return std::nullopt;
    return looks_.extract(looks_.begin()).value().second;
  }

 private:
  std::set<std::pair<WireTime, ConnectionId>> looks_;
};

}  // namespace dogear::broker
