// The data of a cluster: what a snapshot copies. The machine that works on it is in broker.hpp.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/derive.hpp"
#include "base/ids.hpp"
#include "base/waiting.hpp"
#include "broker/configs/broker_config.hpp"
#include "broker/log_line.hpp"
#include "broker/metrics.hpp"
#include "storage/topics.hpp"

namespace dogear::broker {

// One virtual broker of the cluster.
struct Node {
  NodeId id = 1;
  std::string advertised_host;  // "" for the address that the client reached
  std::uint16_t port = 0;
};

struct Cluster {
  Seed seed;
  BrokerConfig config;
  std::string id;  // Kafka's cluster id: 22 characters
  std::vector<Node> nodes;
  storage::Topics topics;
  // How often a topic of this name was created: every incarnation has an id of its own.
  std::map<std::string, std::uint64_t> topic_incarnations;

  Changes changes;
  Log log;
  Metrics metrics;

  const Node* find_node(NodeId id) const;
};

}  // namespace dogear::broker
