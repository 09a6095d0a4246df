#include "world.hpp"

#include <algorithm>
#include <array>

#include "memory_check.hpp"
#include "tests/storage/random.hpp"

namespace dogear::simulation {
namespace {

constexpr BrokerTime start = broker_time(1'780'000'000'000);
constexpr std::size_t unsent_bytes_max = 4'000;

std::vector<broker::Setting> common_settings() {
  return {{"offsets.topic.num.partitions", "2"},
          {"offsets.topic.replication.factor", "1"},
          {"offsets.retention.minutes", "10"},
          {"offsets.retention.check.interval.ms", "60000"},
          {"log.retention.check.interval.ms", "60000"},
          {"producer.id.expiration.ms", "3600000"}};
}

std::int32_t nodes_of(std::uint64_t seed) { return 1 + static_cast<std::int32_t>(seed % 2); }

std::vector<broker::Setting> settings_of(std::uint64_t seed) {
  auto settings = common_settings();
  settings.emplace_back("group.initial.rebalance.delay.ms", seed % 3 == 0 ? "3000" : "0");
  return settings;
}

}  // namespace

std::vector<std::string> cluster_settings(std::uint64_t seed) {
  std::vector<std::string> texts{fmt::format("nodes={}", nodes_of(seed))};
  for (const auto& [name, value] : settings_of(seed)) texts.push_back(name + "=" + value);
  return texts;
}

broker::Cluster make_cluster(std::uint64_t seed) {
  const auto nodes = nodes_of(seed);
  broker::Cluster cluster;
  cluster.config = broker::parse_broker_config(settings_of(seed), {.nodes = nodes}).value();
  cluster.id = "AAAAAAAAAAAAAAAAAAAAAA";
  for (NodeId id = 1; id <= nodes; ++id)
    cluster.nodes.push_back(
        {id, {{"PLAINTEXT", "127.0.0.1", static_cast<std::uint16_t>(9091 + id)}}});
  return cluster;
}

World::World(std::uint64_t seed) : wire(make_cluster(seed), start) { limit_unsent_bytes(); }

void World::limit_unsent_bytes() { wire.broker().limit_unsent_bytes(unsent_bytes_max); }

void World::settle() {
  bool more = true;
  while (more && !findings.any()) {
    more = wire.take_output();
    observe();
    wire.deliver();
  }
  if (const auto forgotten = wire.find_forgotten()) findings.fail("{}", *forgotten);
}

void World::observe() {
  const auto& it = cluster();
  model.commits.observe(it, sent_commits, deletions, now(), findings);
  model.ledger.observe(it.topics, sendings, now(), it.config.producer_id_expiration, findings);
  model.memberships.observe(it.groups);
  model.rebuilt_logs.observe(it.topics, now(), it.config.producer_id_expiration, findings);
}

const storage::Partition* find_partition(const broker::Cluster& cluster,
                                         const TopicPartition& partition) {
  const auto* topic = cluster.topics.find(partition.topic);
  return topic ? topic->partition(partition.partition) : nullptr;
}

Uuid topic_id(const broker::Cluster& cluster, const std::string& topic) {
  const auto* found = cluster.topics.find(topic);
  return found ? found->id : Uuid{};
}

const std::vector<std::string>& topic_names() {
  static const std::vector<std::string> names{"orders", "accounts", "clicks"};
  return names;
}

TopicPartition choose_partition(const broker::Cluster& cluster, std::size_t number) {
  const auto& name = topic_names()[number % topic_names().size()];
  const auto* topic = cluster.topics.find(name);
  const auto partitions = topic ? topic->partitions.size() : 1;
  return {name, static_cast<PartitionIndex>(number / topic_names().size() % partitions)};
}

}  // namespace dogear::simulation
