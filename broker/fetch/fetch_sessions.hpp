// Incremental fetch sessions (KIP-227): what a consumer fetches is remembered, so that its requests
// and answers name only what changes. Kafka: FetchSession, FetchSessionCacheShard.
#pragma once
#include <cstdint>
#include <map>
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

enum class FetchedBy { consumer, follower };

// What the last answer said about a partition, as far as a session remembers it.
struct ToldPartition {
  Offset high_watermark = -1;
  Offset log_start_offset = -1;

  bool operator==(const ToldPartition&) const = default;
};

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
  ToldPartition told;  // by the session, if it is of one
};

// What an answer is about to say about a partition.
struct PartitionNews {
  bool records = false;
  bool error = false;
  bool diverging_epoch = false;
  ToldPartition told;

  // Whether the answer must name the partition.
  bool since(const ToldPartition& last) const {
    return told != last || records || error || diverging_epoch;
  }
};

class FetchSession {
 public:
  FetchSession(std::int32_t id, TopicsBy topics_by, FetchedBy fetched_by, WireTime now)
      : id_(id), topics_by_(topics_by), fetched_by_(fetched_by), created_(now), last_used_(now) {}

  std::int32_t id() const { return id_; }
  TopicsBy topics_by() const { return topics_by_; }
  FetchedBy fetched_by() const { return fetched_by_; }
  std::int32_t epoch() const { return epoch_; }
  bool empty() const { return by_order_.empty(); }
  std::size_t size() const { return by_order_.size(); }
  WireTime created() const { return created_; }
  WireTime last_used() const { return last_used_; }

  // Of a partition that it has the session keeps what it told.
  void want(const WantedPartition& wanted);
  void forget(const Uuid& topic_id, const std::string& topic, PartitionIndex partition);
  // The next request of the session is there.
  void use(WireTime now);
  // In the order in which they are to be read: a partition that had records goes to the end.
  std::vector<WantedPartition> wanted() const;
  void tell(const WantedPartition& partition, const PartitionNews& news);

 private:
  using Key = std::tuple<Uuid, std::string, PartitionIndex>;
  Key key_of(const Uuid& topic_id, const std::string& topic, PartitionIndex partition) const;

  std::int32_t id_;
  TopicsBy topics_by_;
  FetchedBy fetched_by_;
  WireTime created_;
  WireTime last_used_;
  std::int32_t epoch_ = 1;
  std::uint64_t last_order_ = 0;
  std::map<std::uint64_t, WantedPartition> by_order_;
  std::map<Key, std::uint64_t> orders_;
};

// The sessions of a broker. Kafka keeps them in eight parts by their ids, each with an eighth of
// the slots, and opens them in one part after the other, whether there is room or not.
class FetchSessions {
 public:
  // Kafka stumbles over an id that is of no part.
  static bool may_be_id(std::int32_t id);

  FetchSession* find(std::int32_t id);
  const FetchSession* find(std::int32_t id) const;
  void remove(std::int32_t id);

  struct NewSession {
    TopicsBy topics_by;
    FetchedBy fetched_by;
    std::size_t partitions;
  };
  // Null when all slots of the part are taken and none of its sessions may be evicted for this one.
  FetchSession* create(Seed seed, const NewSession& wanted, std::size_t slots, WireTime now);

 private:
  using Sessions = std::map<std::int32_t, FetchSession>;
  struct Part {
    std::int32_t least_id;
    Sessions::iterator begin;
    Sessions::iterator end;
  };
  Part part(std::uint64_t ordinal);
  bool make_room(const Part& part, const NewSession& wanted, WireTime now);

  Sessions sessions_;
  std::uint64_t created_ = 0;  // or refused
};

}  // namespace dogear::broker
