#include "broker/waiting_requests.hpp"

#include "base/seeded_bug.hpp"

namespace dogear::broker {

void WaitingRequests::add(ConnectionId connection, WaitingFrame request) {
  const auto ordinal = ++last_ordinal_;
  for (const auto id : request.waits_for) by_wait_id_.emplace(id, ordinal, connection);
  if (request.deadline) by_deadline_.emplace(*request.deadline, ordinal, connection);
  requests_.insert_or_assign(connection, Entry{ordinal, std::move(request)});
}

void WaitingRequests::remove(ConnectionId connection) {
  const auto found = requests_.find(connection);
  if (found == requests_.end()) return;
  const auto& [ordinal, request] = found->second;
  for (const auto id : request.waits_for) by_wait_id_.erase({id, ordinal, connection});
  if (request.deadline) by_deadline_.erase({*request.deadline, ordinal, connection});
  requests_.erase(found);
}

const WaitingFrame* WaitingRequests::find(ConnectionId connection) const {
  const auto found = requests_.find(connection);
  return found == requests_.end() ? nullptr : &found->second.request;
}

std::vector<ConnectionId> WaitingRequests::waiting_for(WaitId id) const {
  std::vector<ConnectionId> connections;
  for (auto it = by_wait_id_.lower_bound({id, 0, 0});
       it != by_wait_id_.end() && std::get<0>(*it) == id; ++it)
    connections.push_back(std::get<2>(*it));
  if (seeded_bug(Bug::lost_wake_up) && connections.size() > 1) connections.pop_back();
  return connections;
}

std::optional<WireTime> WaitingRequests::next_deadline() const {
  if (by_deadline_.empty()) return std::nullopt;
  return std::get<WireTime>(*by_deadline_.begin());
}

std::optional<ConnectionId> WaitingRequests::overdue(WireTime now) const {
  if (by_deadline_.empty() || std::get<WireTime>(*by_deadline_.begin()) > now) return std::nullopt;
  return std::get<2>(*by_deadline_.begin());
}

}  // namespace dogear::broker
