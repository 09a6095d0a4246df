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

// How the requests of a session name topics: by name before v13, by id from then on.
enum class TopicsBy { name, id };

// What a consumer wants of a partition. By name, the id is zero; by id, the name is that of the
// topic with this id, or "" when there is none.
struct WantedPartition {
  Uuid topic_id;
  std::string topic;
  PartitionIndex partition = 0;
  LeaderEpoch current_leader_epoch = no_epoch;
  Offset fetch_offset = 0;
  LeaderEpoch last_fetched_epoch = no_epoch;
  std::int32_t max_bytes = 0;
};

// What the last answer said about a partition, as far as a session remembers it.
struct ToldPartition {
  Offset high_watermark = -1;
  Offset log_start_offset = -1;
};

class FetchSession {
 public:
  FetchSession(std::int32_t id, TopicsBy topics_by) : id_(id), topics_by_(topics_by) {}

  std::int32_t id() const { return id_; }
  TopicsBy topics_by() const { return topics_by_; }
  std::int32_t epoch() const { return epoch_; }
  void next_epoch();
  bool empty() const { return by_order_.empty(); }
  std::size_t size() const { return by_order_.size(); }

  void want(const WantedPartition& wanted, ToldPartition told = {});
  void forget(const Uuid& topic_id, const std::string& topic, PartitionIndex partition);
  // In the order in which they are to be read: a partition that had records goes to the end.
  std::vector<WantedPartition> wanted() const;

  // What an answer is about to say about a partition.
  struct News {
    bool records = false;
    bool error = false;
    bool diverging_epoch = false;
    ToldPartition told;
  };
  // Whether an incremental answer must name the partition, because something is new. Remembers the
  // news as told.
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
  TopicsBy topics_by_;
  std::int32_t epoch_ = 1;
  std::uint64_t last_order_ = 0;
  std::map<std::uint64_t, Cached> by_order_;
  std::map<Key, std::uint64_t> orders_;
};

class FetchSessions {
 public:
  // Kafka keeps sessions in eight parts by their ids, and stumbles over an id that is of none.
  static bool may_be_id(std::int32_t id);

  FetchSession* find(std::int32_t id);
  const FetchSession* find(std::int32_t id) const;
  void remove(std::int32_t id);
  // A new session; null when all slots are taken and no session may be evicted for one of
  // `partitions` partitions.
  FetchSession* create(Seed seed, const std::string& client_id, std::size_t partitions,
                       TopicsBy topics_by, std::size_t slots, WireTime now);
  std::size_t size() const { return sessions_.size(); }

 private:
  bool make_room(std::size_t partitions, WireTime now);

  std::map<std::int32_t, FetchSession> sessions_;
  std::uint64_t last_ordinal_ = 0;
};

}  // namespace dogear::broker
