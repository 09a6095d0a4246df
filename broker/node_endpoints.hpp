// How a client reaches a node.
#pragma once
#include <algorithm>
#include <string>
#include <vector>

#include "broker/call.hpp"
#include "broker/cluster.hpp"

namespace dogear::broker {

// Without an advertised host, the address that this client reached.
inline const std::string& advertised_host(const Node& node, const Peer& peer) {
  return node.advertised_host.empty() ? peer.reached_host : node.advertised_host;
}

// Adds a node to those that an answer names (KIP-951), once.
template <class NodeEndpoint>
void add_node_endpoint(const Cluster& cluster, const Peer& peer, NodeId id,
                       std::vector<NodeEndpoint>& endpoints) {
  const auto* node = cluster.find_node(id);
  if (!node || std::any_of(endpoints.begin(), endpoints.end(),
                           [&](const auto& known) { return known.node_id == id; }))
    return;
  endpoints.push_back({id, advertised_host(*node, peer), node->port, std::nullopt});
}

}  // namespace dogear::broker
