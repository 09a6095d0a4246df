// A member of a classic group.
#pragma once
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "base/time.hpp"
#include "base/waiting.hpp"
#include "protocol/messages/join_group.hpp"
#include "protocol/messages/sync_group.hpp"

namespace dogear::coordinator {

using JoinProtocol = protocol::JoinGroupRequest::Protocol;

struct ClassicMember {
  std::optional<std::string> instance_id;  // static members have one
  std::string client_id;
  std::string client_host;
  Millis rebalance_timeout{};
  Millis session_timeout{};
  std::vector<JoinProtocol> protocols;  // the first is the member's favourite
  Slice assignment;

  ConnectionId connection = 0;  // of its latest request
  ParkedPtr<protocol::JoinGroupResponse> join;
  ParkedPtr<protocol::SyncGroupResponse> sync;
  bool is_new = false;  // until it completes its first round
  std::optional<BrokerTime> session_deadline;

  bool is_static() const { return instance_id.has_value(); }
  // A member that waits for an answer cannot send heartbeats, and need not; but a new member has
  // its own deadline (GroupConfig::new_member_join_timeout).
  bool has_satisfied_heartbeat() const { return !is_new && (join || sync); }
  const Slice* metadata(const std::string& protocol) const {
    for (const auto& mine : protocols)
      if (mine.name == protocol) return &mine.metadata;
    return nullptr;
  }
};

// A member that was given its id (by MEMBER_ID_REQUIRED) and has not joined with it yet.
struct PendingMember {
  Millis session_timeout{};
  ConnectionId connection = 0;
  BrokerTime deadline{};
};

inline bool same_protocols(const std::vector<JoinProtocol>& a, const std::vector<JoinProtocol>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.name == y.name && x.metadata == y.metadata;
  });
}

}  // namespace dogear::coordinator
