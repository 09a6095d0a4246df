// The broker of a run, what clients have sent it, and what is expected of it.
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

// The expected state of the broker. A snapshot of the broker comes with a copy of it.
struct Model {
  Ledger ledger;
  CommitBook commits;
  Memberships memberships;
  RebuiltLogs rebuilt_logs;
};

struct World {
  explicit World(std::uint64_t seed);

  const broker::Cluster& cluster() const { return wire.broker().cluster(); }
  BrokerTime now() const { return wire.broker().now(); }
  WireTime wire_now() const { return wire.broker().wire_now(); }
  // Checks what the last input has done, and delivers the answers to the clients.
  void settle();
  // Makes the broker begin no request of a client that leaves many answers unread.
  void limit_unsent_bytes();

  Wire wire;
  Model model;
  Findings findings;
  // Everything that was ever sent, also before a snapshot was restored.
  Sendings sendings;
  SentCommits sent_commits;
  CommitBook::Deletions deletions;  // in this step
  std::size_t step_number = 0;

 private:
  void observe();
};

// The cluster that a seed chooses. Its configs make retention and expiry happen early.
broker::Cluster make_cluster(std::uint64_t seed);
std::vector<std::string> cluster_settings(std::uint64_t seed);  // "key=value", and "nodes=2"

// What real clients would learn from Metadata: here they look it up.
const storage::Partition* find_partition(const broker::Cluster& cluster,
                                         const TopicPartition& partition);
Uuid topic_id(const broker::Cluster& cluster, const std::string& topic);
TopicPartition choose_partition(const broker::Cluster& cluster, std::size_t number);
const std::vector<std::string>& topic_names();

}  // namespace dogear::simulation
