// The subscription that a consumer puts into the metadata of its JoinGroup protocols. Only what
// version 0 has is described: every later version begins with it, and Kafka's coordinator reads no
// more of it either.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/slice.hpp"
#include "protocol/visitor.hpp"

namespace dogear::coordinator {

inline constexpr const char* consumer_protocol_type = "consumer";

struct ConsumerProtocolSubscription {
  static constexpr protocol::Api api{
      .key = -1, .name = "ConsumerProtocolSubscription", .versions = protocol::between(0, 3)};

  std::vector<std::string> topics;
  std::optional<Slice> user_data;

  static void fields(auto& io, auto& self) {
    io("topics", self.topics);
    io("userData", self.user_data);
  }
};

// The topics in a member's metadata; nothing if it cannot be parsed.
std::optional<std::vector<std::string>> subscribed_topics(const Slice& metadata);

}  // namespace dogear::coordinator
