// What clients are told about a node: its address and rack.
#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/hash_order.hpp"
#include "broker/call.hpp"
#include "broker/cluster.hpp"

namespace dogear::broker {

struct NodeAddress {
  std::string host;
  std::uint16_t port = 0;
};

// The node's address at the listener that this client is connected to. Without an advertised host,
// the host is the one that the client connected to.
inline NodeAddress address_of(const Node& node, const Peer& peer) {
  for (const auto& listener : node.listeners) {
    if (listener.name != peer.listener) continue;
    const auto& host = listener.advertised_host;
    return {host.empty() ? peer.reached_host : host, listener.advertised_port};
  }
  return {};
}

// The same for all nodes, which share one config file.
inline std::optional<std::string> rack_of_nodes(const Cluster& cluster) {
  const auto rack = cluster.config.settings.find("broker.rack");
  return rack == cluster.config.settings.end() ? std::nullopt : std::optional(rack->second);
}

// Adds a node to those that an answer names (KIP-951), once: in the order of Kafka's hash map of
// node ids.
template <class NodeEndpoint>
void add_node_endpoint(const Cluster& cluster, const Peer& peer, NodeId id,
                       std::vector<NodeEndpoint>& endpoints) {
  const auto* node = cluster.find_node(id);
  if (!node || std::any_of(endpoints.begin(), endpoints.end(),
                           [&](const auto& known) { return known.node_id == id; }))
    return;
  auto [host, port] = address_of(*node, peer);
  endpoints.push_back({id, std::move(host), port, rack_of_nodes(cluster)});
  std::sort(endpoints.begin(), endpoints.end(), [&](const auto& a, const auto& b) {
    const auto bucket = [&](NodeId node_id) {
      return std::pair(hash_bucket(node_id, HashTable::grown, endpoints.size()), node_id);
    };
    return bucket(a.node_id) < bucket(b.node_id);
  });
}

}  // namespace dogear::broker
