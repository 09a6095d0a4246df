// GroupMetadataKey (record type 2) and GroupMetadataValue v0-4, flexible from v4: a classic group
// as it was when it last became stable or empty. Kafka 4.3.1 writes v3.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/slice.hpp"
#include "protocol/visitor.hpp"

namespace dogear::coordinator {

struct GroupMetadataKey {
  static constexpr protocol::Api api{
      .key = 2, .name = "GroupMetadataKey", .versions = protocol::only(0)};

  std::string group;

  static void fields(auto& io, auto& self) { io("group", self.group); }
};

struct GroupMetadataValue {
  static constexpr protocol::Api api{.key = 2,
                                     .name = "GroupMetadataValue",
                                     .versions = protocol::between(0, 4),
                                     .flexible_since = 4};
  struct MemberMetadata {
    std::string member_id;
    std::optional<std::string> group_instance_id;
    std::string client_id;
    std::string client_host;
    std::int32_t rebalance_timeout = -1;
    std::int32_t session_timeout = 0;
    Slice subscription;
    Slice assignment;

    static void fields(auto& io, auto& self) {
      io("memberId", self.member_id);
      io("groupInstanceId", self.group_instance_id, protocol::since(3));
      io("clientId", self.client_id);
      io("clientHost", self.client_host);
      io("rebalanceTimeout", self.rebalance_timeout, protocol::since(1));
      io("sessionTimeout", self.session_timeout);
      io("subscription", self.subscription);
      io("assignment", self.assignment);
    }
    friend bool operator==(const MemberMetadata&, const MemberMetadata&) = default;
  };

  std::string protocol_type;
  std::int32_t generation = 0;
  std::optional<std::string> protocol;
  std::optional<std::string> leader;
  std::int64_t current_state_timestamp = -1;
  std::vector<MemberMetadata> members;

  static void fields(auto& io, auto& self) {
    io("protocolType", self.protocol_type);
    io("generation", self.generation);
    io("protocol", self.protocol);
    io("leader", self.leader);
    io("currentStateTimestamp", self.current_state_timestamp, protocol::since(2));
    io("members", self.members);
  }
  friend bool operator==(const GroupMetadataValue&, const GroupMetadataValue&) = default;
};

}  // namespace dogear::coordinator
