// How a client reaches a node, and what else it is told of it.
#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "broker/call.hpp"
#include "broker/cluster.hpp"

namespace dogear::broker {

struct NodeAddress {
  std::string host;
  std::uint16_t port = 0;
};

// By the listener that this client reached; without an advertised host, by the address that it
// reached.
inline NodeAddress address_of(const Node& node, const Peer& peer) {
  for (const auto& listener : node.listeners) {
    if (listener.name != peer.listener) continue;
    const auto& host = listener.advertised_host;
    return {host.empty() ? peer.reached_host : host, listener.advertised_port};
  }
  return {};
}

// The same for all nodes: they have one file of configs.
inline std::optional<std::string> rack_of_nodes(const Cluster& cluster) {
  const auto rack = cluster.config.settings.find("broker.rack");
  return rack == cluster.config.settings.end() ? std::nullopt : std::optional(rack->second);
}

// Adds a node to those that an answer names (KIP-951), once.
template <class NodeEndpoint>
void add_node_endpoint(const Cluster& cluster, const Peer& peer, NodeId id,
                       std::vector<NodeEndpoint>& endpoints) {
  const auto* node = cluster.find_node(id);
  if (!node || std::any_of(endpoints.begin(), endpoints.end(),
                           [&](const auto& known) { return known.node_id == id; }))
    return;
  auto [host, port] = address_of(*node, peer);
  endpoints.push_back({id, std::move(host), port, rack_of_nodes(cluster)});
}

}  // namespace dogear::broker
