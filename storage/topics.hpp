// Topics by name and by id, their partitions, and who leads them.
#pragma once
#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/cow.hpp"
#include "base/ids.hpp"
#include "base/settings.hpp"
#include "base/uuid.hpp"
#include "base/waiting.hpp"
#include "storage/partition_log.hpp"
#include "storage/topic_config.hpp"

namespace dogear::storage {

struct Partition {
  explicit Partition(PartitionLog empty) : log(std::move(empty)) {}

  Cow<PartitionLog> log;
  std::vector<NodeId> replicas;  // all of them in sync; the first is the preferred leader
  NodeId leader = 1;
  LeaderEpoch leader_epoch = 0;
  WaitId changed = 0;  // Fetch requests wait for it
  // When its log next needs retention, compaction or the expiry of a producer; see LogUpkeep.
  std::optional<BrokerTime> upkeep_due;

  bool has_replica(NodeId node) const {
    return std::find(replicas.begin(), replicas.end(), node) != replicas.end();
  }
};

constexpr std::string_view consumer_offsets_topic = "__consumer_offsets";
constexpr std::string_view transaction_state_topic = "__transaction_state";
constexpr std::string_view share_group_state_topic = "__share_group_state";

struct Topic {
  std::string name;
  Uuid id;
  TopicConfig config;
  Settings config_overrides;  // as clients gave them
  std::vector<Partition> partitions;
  // The order of Kafka's in-sync replicas, where it differs from that of the replicas.
  std::map<PartitionIndex, std::vector<NodeId>> in_sync_order;
  std::uint64_t ordinal = 0;  // among all topics that ever were, given by Topics

  // REQUIRES: the topic has this partition.
  const std::vector<NodeId>& in_sync(PartitionIndex index) const {
    const auto found = in_sync_order.find(index);
    return found == in_sync_order.end() ? partition(index)->replicas : found->second;
  }
  bool internal() const { return is_internal(name); }
  static bool is_internal(const std::string& name) {
    return name == consumer_offsets_topic || name == transaction_state_topic ||
           name == share_group_state_topic;
  }

  // Null for an index that the topic does not have.
  const Partition* partition(PartitionIndex index) const {
    if (index < 0 || static_cast<std::size_t>(index) >= partitions.size()) return nullptr;
    return &partitions[static_cast<std::size_t>(index)];
  }
  Partition* partition(PartitionIndex index) {
    return const_cast<Partition*>(std::as_const(*this).partition(index));
  }
};

class Topics {
 public:
  using ByName = std::map<std::string, Cow<Topic>, std::less<>>;

  const Topic* find(std::string_view name) const;
  const Topic* find(const Uuid& id) const;
  // An existing name that is the same once '.' is replaced by '_', as it is in Kafka's metrics;
  // null if there is none.
  const std::string* colliding_with(std::string_view name) const;
  // REQUIRES: a topic of this name exists.
  Topic& write(std::string_view name);
  // REQUIRES: neither its name nor its id is taken.
  void add(Topic topic);
  // REQUIRES: a topic of this name exists.
  void remove(std::string_view name);
  // REQUIRES: the partition is one of these, and written.
  void begin_epoch(Partition& partition, LeaderEpoch epoch);

  // At least the leader epoch of every partition that there is, or ever was.
  LeaderEpoch highest_epoch() const { return highest_epoch_; }
  void set_highest_epoch(LeaderEpoch epoch) { highest_epoch_ = epoch; }
  const ByName& by_name() const { return by_name_; }
  std::size_t size() const { return by_name_.size(); }

 private:
  ByName by_name_;
  std::unordered_map<Uuid, std::string, UuidHash> names_by_id_;    // looked up, never iterated
  std::map<std::string, std::set<std::string>> names_by_unified_;  // those with a '.' or '_'
  LeaderEpoch highest_epoch_ = 0;
  std::uint64_t added_ = 0;
};

}  // namespace dogear::storage
