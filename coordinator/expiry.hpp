// How time acts on groups: leaps, and the deadlines that come due.
#pragma once
#include <functional>
#include <string>
#include <variant>

#include "base/ids.hpp"
#include "base/time.hpp"

namespace dogear::coordinator {

// A jump of broker time by command. By default it does not expire the sessions of members whose
// connection is open: had the time passed by itself, they would have sent their heartbeats.
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
// A member never joined with the id that it was given.
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
