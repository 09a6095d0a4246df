// The data of a cluster: what a snapshot copies. The machine that works on it is in broker.hpp.
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
#include "broker/fetch_sessions.hpp"
#include "broker/log_line.hpp"
#include "broker/log_upkeep.hpp"
#include "broker/metrics.hpp"
#include "broker/producer_ids.hpp"
#include "broker/quotas/throttling.hpp"
#include "broker/releases.hpp"
#include "coordinator/groups.hpp"
#include "storage/topics.hpp"

namespace dogear::broker {

// Where a node is reached by those who came by the listener of this name.
struct Listener {
  std::string name = "PLAINTEXT";
  std::string advertised_host;  // "" for the address that the client reached
  std::uint16_t advertised_port = 0;
};

// One virtual broker of the cluster.
struct Node {
  NodeId id = 1;
  std::vector<Listener> listeners;  // of every node the same names
};

struct Cluster {
  Seed seed;
  BrokerConfig config;  // what acts: settings altered since the start, too
  // Altered since; with what a new cluster sets itself from Broker's constructor on.
  DynamicConfigs dynamic_configs;
  // Configs that somebody set and that mean nothing here: the log names each of them once.
  std::set<std::string> named_without_effect;
  FinalizedFeatures features;
  BrokerTime started;
  // What all logs share; --memory-limit.
  std::shared_ptr<storage::MemoryAccount> memory =
      std::make_shared<storage::MemoryAccount>(std::numeric_limits<std::size_t>::max());
  std::string id;  // Kafka's cluster id: 22 characters
  // Whose last versions and features these brokers have; --as-version.
  const Release* release = &releases().back();
  std::vector<Node> nodes;
  storage::Topics topics;
  // How often a topic of this name was created: every incarnation has an id of its own.
  std::map<std::string, std::uint64_t> topic_incarnations;
  ProducerIds producer_ids;

  coordinator::Groups groups{{}, {}, {}};  // with the broker's configs from Broker's constructor on
  LogUpkeep upkeep;
  // Of each node. Clients whose session is gone open another one.
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

  // What happens in broker time without any request.
  std::optional<BrokerTime> next_deadline() const;
  // Lets the earliest deadline come due.
  // REQUIRES: next_deadline() <= now.
  std::vector<coordinator::CameDue> expire_one(BrokerTime now,
                                               const coordinator::Leap* leap = nullptr);
};

}  // namespace dogear::broker
