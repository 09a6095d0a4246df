// Requests that wait for an answer, indexed by what they wait for and by their deadlines, so that a
// change costs nothing for requests that it does not concern.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "base/ids.hpp"
#include "broker/reply.hpp"

namespace dogear::broker {

class WaitingRequests {
 public:
  // REQUIRES: the connection has no other waiting request.
  void add(ConnectionId connection, WaitingFrame request);
  void remove(ConnectionId connection);

  const WaitingFrame* find(ConnectionId connection) const;
  // Those that wait for `id`, the longest waiting first.
  std::vector<ConnectionId> waiting_for(WaitId id) const;
  std::optional<WireTime> next_deadline() const;
  // One whose deadline is not after `now`.
  std::optional<ConnectionId> overdue(WireTime now) const;
  std::size_t size() const { return requests_.size(); }

 private:
  using Ordinal = std::uint64_t;
  struct Entry {
    Ordinal ordinal;
    WaitingFrame request;
  };

  std::map<ConnectionId, Entry> requests_;
  std::set<std::tuple<WaitId, Ordinal, ConnectionId>> by_wait_id_;
  std::set<std::tuple<WireTime, Ordinal, ConnectionId>> by_deadline_;
  Ordinal last_ordinal_ = 0;
};

}  // namespace dogear::broker
