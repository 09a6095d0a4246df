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

  ConnectionId connection = 0;  // through which it last spoke
  ParkedPtr<protocol::JoinGroupResponse> join;
  ParkedPtr<protocol::SyncGroupResponse> sync;
  bool is_new = false;  // has not completed a round yet
  std::optional<BrokerTime> session_deadline;

  bool is_static() const { return instance_id.has_value(); }
  // Who waits for an answer cannot send heartbeats; but a new member waits only so long.
  bool has_satisfied_heartbeat() const { return !is_new && (join || sync); }
  const Slice* metadata(const std::string& protocol) const {
    for (const auto& mine : protocols)
      if (mine.name == protocol) return &mine.metadata;
    return nullptr;
  }
};

// Somebody who was told a member id (MEMBER_ID_REQUIRED) and has not come back with it yet.
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
