// Whether requests are under way, for the wait verbs.
#include <algorithm>

#include <fmt/format.h>

#include "broker/broker.hpp"

namespace dogear::broker {

bool Broker::is_fetch_parked(const std::string& client_id, const std::string& client_host,
                             WaitId waited_for) const {
  const auto waiting = waiting_.waiting_for(waited_for);
  return std::any_of(waiting.begin(), waiting.end(), [&](ConnectionId id) {
    const auto& connection = connections_.at(id);
    return connection.last_api == fetch_key && connection.client_id == client_id &&
           connection.peer.client_host == client_host;
  });
}

std::optional<std::string> Broker::why_busy() const {
  for (const auto& [id, connection] : connections_) {
    const auto told = [&](std::string_view what) {
      return fmt::format("connection {} of client {} {}", id, connection.client_id, what);
    };
    if (held_.all().contains(id)) return told("is held by a fault");
    if (is_throttled(connection)) return told("is throttled");
    if (!connection.backlog.empty()) return told("has requests that have not begun");
    const bool fetches = connection.last_api == fetch_key;
    if (connection.waiting && !fetches) return told("is waiting for an answer");
    if (fetches && !connection.waiting) return told("has not sent its next Fetch yet");
  }
  return std::nullopt;
}

}  // namespace dogear::broker
