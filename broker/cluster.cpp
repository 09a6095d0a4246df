#include "broker/cluster.hpp"

#include <algorithm>

namespace dogear::broker {

const Node* Cluster::find_node(NodeId node_id) const {
  const auto found = std::find_if(nodes.begin(), nodes.end(),
                                  [&](const Node& node) { return node.id == node_id; });
  return found == nodes.end() ? nullptr : &*found;
}

}  // namespace dogear::broker
