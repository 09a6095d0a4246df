// One run of the simulation: a broker, its clients, and what is known of both.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "commit_book.hpp"
#include "findings.hpp"
#include "ledger.hpp"
#include "memberships.hpp"
#include "rebuilt_logs.hpp"
#include "wire.hpp"

namespace dogear::simulation {

// What is expected of the broker. A snapshot keeps a copy.
struct Model {
  Ledger ledger;
  CommitBook commits;
  Memberships memberships;
  RebuiltLogs rebuilt_logs;
};

// What every client sees of the world.
struct World {
  explicit World(std::uint64_t seed);

  const broker::Cluster& cluster() const { return wire.broker().cluster(); }
  BrokerTime now() const { return wire.broker().now(); }
  WireTime wire_now() const { return wire.broker().wire_now(); }
  // Looks at what the last input has done, and lets clients hear of it.
  void settle();
  // Who does not read is asked to wait with its next request.
  void limit_unsent_bytes();

  Wire wire;
  Model model;
  Findings findings;
  // All that was ever sent.
  Sendings sendings;
  SentCommits sent_commits;
  CommitBook::Deletions deletions;  // in this step
  std::size_t step_number = 0;

 private:
  void observe();
};

// The cluster that a seed chooses, with configs under which much happens soon.
broker::Cluster make_cluster(std::uint64_t seed);
std::vector<std::string> cluster_settings(std::uint64_t seed);  // "key=value", and "nodes=2"

// What clients know from Metadata and FindCoordinator.
const storage::Partition* find_partition(const broker::Cluster& cluster,
                                         const TopicPartition& partition);
Uuid topic_id(const broker::Cluster& cluster, const std::string& topic);
TopicPartition choose_partition(const broker::Cluster& cluster, std::size_t number);
const std::vector<std::string>& topic_names();

}  // namespace dogear::simulation
