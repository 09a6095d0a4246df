// What a handler knows about a request apart from its body.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/ids.hpp"
#include "base/time.hpp"
#include "protocol/versions.hpp"

namespace dogear::broker {

// A client's connection to one listener of one node.
struct Peer {
  ConnectionId connection = 0;
  NodeId node = 1;
  std::string listener = "PLAINTEXT";
  std::string client_host;   // as Kafka prints it in DescribeGroups: "/127.0.0.1"
  std::string reached_host;  // the address that the client connected to, for Metadata to return
  std::string principal = "User:ANONYMOUS";
};

struct Call {
  const Peer& peer;
  protocol::ApiKey api_key;
  protocol::Version version;
  protocol::Versions served;  // of this API
  std::int32_t correlation_id;
  const std::string& client_id;  // "" for null
  std::size_t request_bytes;     // with its header, without its size
  BrokerTime now;
  WireTime wire_now;
};

}  // namespace dogear::broker
