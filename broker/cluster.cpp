#include "broker/cluster.hpp"

#include <algorithm>

#include "broker/topics/offsets_topic.hpp"

namespace dogear::broker {

const Node* Cluster::find_node(NodeId node_id) const {
  const auto found = std::find_if(nodes.begin(), nodes.end(),
                                  [&](const Node& node) { return node.id == node_id; });
  return found == nodes.end() ? nullptr : &*found;
}

std::optional<BrokerTime> Cluster::next_deadline() const {
  const auto of_logs = upkeep.next_deadline();
  const auto of_groups = groups.next_deadline();
  if (!of_logs || !of_groups) return of_logs ? of_logs : of_groups;
  return std::min(*of_logs, *of_groups);
}

std::vector<coordinator::CameDue> Cluster::expire_one(BrokerTime now,
                                                      const coordinator::Leap* leap) {
  const auto of_groups = groups.next_deadline();
  if (of_groups && of_groups == next_deadline()) {
    OffsetsTopicLog log_of_groups(*this);
    return groups.expire_one({now, log_of_groups, changes}, leap);
  }
  LogUpkeep::do_one(*this, now);
  return {};
}

}  // namespace dogear::broker
