// What time does to groups: leaps, and what came due on the way.
#pragma once
#include <functional>
#include <string>
#include <variant>

#include "base/ids.hpp"
#include "base/time.hpp"

namespace dogear::coordinator {

// A jump of broker time by command. It does not kill the living: a member whose connection is open
// could have sent its heartbeats, had time passed by itself, so its session goes on.
struct Leap {
  enum class Sessions { renew, expire };

  BrokerTime until{};  // where the leap ends
  Sessions sessions = Sessions::renew;
  std::function<bool(ConnectionId)> is_connected;

  bool renews(ConnectionId connection) const {
    return sessions == Sessions::renew && is_connected(connection);
  }
};

struct SessionRenewed {
  std::string member_id;
};
struct SessionExpired {
  std::string member_id;
};
// Somebody never came back with the member id that it was given.
struct PendingMemberExpired {
  std::string member_id;
};
struct JoinPhaseEnded {};
struct SyncPhaseExpired {};
struct OffsetExpired {
  TopicPartition partition;
};
struct GroupExpired {};

struct CameDue {
  BrokerTime at{};
  std::string group;
  std::variant<SessionRenewed, SessionExpired, PendingMemberExpired, JoinPhaseEnded,
               SyncPhaseExpired, OffsetExpired, GroupExpired>
      what;
};

}  // namespace dogear::coordinator
