// The state of a cluster: what a snapshot copies. The machine that works on it is in broker.hpp.
#pragma once
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/derive.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"
#include "base/transient.hpp"
#include "base/waiting.hpp"
#include "broker/configs/broker_config.hpp"
#include "broker/configs/dynamic_configs.hpp"
#include "broker/features.hpp"
#include "broker/fetch/fetch_sessions.hpp"
#include "broker/log_line.hpp"
#include "broker/metrics.hpp"
#include "broker/producer_ids.hpp"
#include "broker/quotas/throttling.hpp"
#include "broker/releases.hpp"
#include "broker/topics/log_upkeep.hpp"
#include "coordinator/groups.hpp"
#include "storage/topics.hpp"

namespace dogear::broker {

// Where clients that connected to the listener of this name reach a node.
struct Listener {
  std::string name = "PLAINTEXT";
  std::string advertised_host;  // "" for the address that the client reached
  std::uint16_t advertised_port = 0;
};

// One virtual broker of the cluster.
struct Node {
  NodeId id = 1;
  std::vector<Listener> listeners;  // with the same names on every node
};

struct Cluster {
  Seed seed;
  BrokerConfig config;  // the effective one: of the file and of what was altered since
  // What was altered since, and what Broker's constructor sets for a new cluster.
  DynamicConfigs dynamic_configs;
  // Configs that somebody set and that have no effect here: the log names each of them once.
  std::set<std::string> named_without_effect;
  FinalizedFeatures features;
  BrokerTime started;
  // Shared by all logs, and by snapshots; limited by --memory-limit.
  std::shared_ptr<storage::MemoryAccount> memory =
      std::make_shared<storage::MemoryAccount>(std::numeric_limits<std::size_t>::max());
  std::string id;  // Kafka's cluster id: 22 characters
  // The release whose API versions and features clients are told; --as-version.
  const Release* release = &releases().back();
  std::vector<Node> nodes;
  storage::Topics topics;
  // How often a topic of this name was created: every incarnation has an id of its own.
  std::map<std::string, std::uint64_t> topic_incarnations;
  ProducerIds producer_ids;

  coordinator::Groups groups{{}, {}, {}};  // Broker's constructor gives it the broker's configs
  LogUpkeep upkeep;
  // By node. Not in snapshots: a client whose session is gone opens another one.
  Transient<std::map<NodeId, FetchSessions>> fetch_sessions;
  ClientQuotas quotas;
  Transient<Throttling> throttling;

  Changes changes;
  Log log;
  Metrics metrics;

  const Node* find_node(NodeId id) const;
  protocol::Versions versions_of(const protocol::Api& api) const {
    return versions_at(*release, api);
  }

  // When something happens next in broker time without a request.
  std::optional<BrokerTime> next_deadline() const;
  // Lets the earliest deadline come due. Does nothing if none is.
  std::vector<coordinator::CameDue> expire_one(BrokerTime now,
                                               const coordinator::Leap* leap = nullptr);
};

}  // namespace dogear::broker
