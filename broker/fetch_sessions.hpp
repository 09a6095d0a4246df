// Incremental fetch sessions (KIP-227): what a consumer fetches is remembered, so that its requests
// and answers name only what changes. Kafka: FetchSession, FetchSessionCacheShard.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "base/derive.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"
#include "base/uuid.hpp"

namespace dogear::broker {

// What a consumer wants of a partition. Before v13 topics have names and zero ids, from then on
// ids; the name is then what the id stands for, or "" for an id that nobody knows.
struct WantedPartition {
  Uuid topic_id;
  std::string topic;
  PartitionIndex partition = 0;
  LeaderEpoch current_leader_epoch = no_epoch;
  Offset fetch_offset = 0;
  LeaderEpoch last_fetched_epoch = no_epoch;
  std::int32_t max_bytes = 0;
};

// What an answer said of a partition, as far as a session remembers it.
struct ToldPartition {
  Offset high_watermark = -1;
  Offset log_start_offset = -1;
};

class FetchSession {
 public:
  FetchSession(std::int32_t id, bool uses_topic_ids) : id_(id), uses_topic_ids_(uses_topic_ids) {}

  std::int32_t id() const { return id_; }
  bool uses_topic_ids() const { return uses_topic_ids_; }
  std::int32_t epoch() const { return epoch_; }
  void next_epoch();
  bool empty() const { return by_order_.empty(); }
  std::size_t size() const { return by_order_.size(); }

  void want(const WantedPartition& wanted, ToldPartition told = {});
  void forget(const Uuid& topic_id, const std::string& topic, PartitionIndex partition);
  // In the order in which they are to be read: those that had records last come last.
  std::vector<WantedPartition> wanted() const;

  struct News {
    bool records = false;
    bool error = false;
    bool diverging_epoch = false;
    ToldPartition told;
  };
  // Whether an incremental answer names the partition. Remembers what it says of it.
  bool tell(const WantedPartition& partition, const News& news);

  WireTime created;
  WireTime last_used;

 private:
  using Key = std::tuple<Uuid, std::string, PartitionIndex>;
  struct Cached {
    WantedPartition wanted;
    ToldPartition told;
  };
  Key key_of(const Uuid& topic_id, const std::string& topic, PartitionIndex partition) const;

  std::int32_t id_;
  bool uses_topic_ids_;
  std::int32_t epoch_ = 1;
  std::uint64_t last_order_ = 0;
  std::map<std::uint64_t, Cached> by_order_;
  std::map<Key, std::uint64_t> orders_;
};

class FetchSessions {
 public:
  FetchSession* find(std::int32_t id);
  const FetchSession* find(std::int32_t id) const;
  void remove(std::int32_t id);
  // A new session, or null when the cache is full of sessions that are worth more than one of
  // `partitions` partitions.
  FetchSession* create(Seed seed, const std::string& client_id, std::size_t partitions,
                       bool uses_topic_ids, std::size_t slots, WireTime now);
  std::size_t size() const { return sessions_.size(); }

 private:
  bool make_room(std::size_t partitions, WireTime now);

  std::map<std::int32_t, FetchSession> sessions_;
  std::uint64_t last_ordinal_ = 0;
};

}  // namespace dogear::broker
