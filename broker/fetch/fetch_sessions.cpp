#include "broker/fetch/fetch_sessions.hpp"

#include <iterator>
#include <limits>
#include <string>
#include <utility>

namespace dogear::broker {
namespace {

// Kafka's NumFetchSessionCacheShards.
constexpr std::int32_t parts = 8;
constexpr std::int32_t ids_of_a_part = std::numeric_limits<std::int32_t>::max() / parts;

// Any new session may evict one that was unused for so long (Kafka's
// MIN_INCREMENTAL_FETCH_SESSION_EVICTION_MS).
constexpr Millis evictable_after{120'000};

// Whether the session had existed for long when it was last used: then a consumer's new session may
// evict it, too. That of a follower may evict any consumer's.
bool may_be_evicted(const FetchSession& session, FetchedBy by) {
  return session.last_used() - session.created() > evictable_after ||
         (by == FetchedBy::follower && session.fetched_by() == FetchedBy::consumer);
}

// Who is evicted first: consumers before followers, then those of fewer partitions.
std::pair<bool, std::size_t> eviction_rank(FetchedBy fetched_by, std::size_t partitions) {
  return {fetched_by == FetchedBy::follower, partitions};
}

}  // namespace

FetchSession::Key FetchSession::key_of(const Uuid& topic_id, const std::string& topic,
                                       PartitionIndex partition) const {
  return topics_by_ == TopicsBy::id ? Key{topic_id, "", partition} : Key{Uuid{}, topic, partition};
}

void FetchSession::want(const WantedPartition& wanted) {
  const auto [place, is_new] =
      orders_.try_emplace(key_of(wanted.topic_id, wanted.topic, wanted.partition), last_order_ + 1);
  if (is_new) ++last_order_;
  auto& cached = by_order_[place->second];
  const auto told = is_new ? wanted.told : cached.told;
  cached = wanted;
  cached.told = told;
}

void FetchSession::forget(const Uuid& topic_id, const std::string& topic,
                          PartitionIndex partition) {
  const auto place = orders_.find(key_of(topic_id, topic, partition));
  if (place == orders_.end()) return;
  by_order_.erase(place->second);
  orders_.erase(place);
}

void FetchSession::use(WireTime now) {
  last_used_ = now;
  epoch_ = epoch_ == std::numeric_limits<std::int32_t>::max() ? 1 : epoch_ + 1;
}

std::vector<WantedPartition> FetchSession::wanted() const {
  std::vector<WantedPartition> all;
  all.reserve(by_order_.size());
  for (const auto& [order, wanted] : by_order_) all.push_back(wanted);
  return all;
}

void FetchSession::tell(const WantedPartition& partition, const PartitionNews& news) {
  const auto place = orders_.find(key_of(partition.topic_id, partition.topic, partition.partition));
  if (place == orders_.end()) return;
  auto& cached = by_order_.at(place->second);
  cached.told = news.told;
  // Kafka does this, so that the partition is named again when the error is gone.
  if (news.error) cached.told.high_watermark = -1;
  if (!news.records) return;
  auto moved = std::move(cached);
  by_order_.erase(place->second);
  place->second = ++last_order_;
  by_order_.emplace(last_order_, std::move(moved));
}

bool FetchSessions::may_be_id(std::int32_t id) {
  const auto part = id / ids_of_a_part;
  return part >= 0 && part < parts;
}

const FetchSession* FetchSessions::find(std::int32_t id) const {
  const auto found = sessions_.find(id);
  return found == sessions_.end() ? nullptr : &found->second;
}

FetchSession* FetchSessions::find(std::int32_t id) {
  const auto found = sessions_.find(id);
  return found == sessions_.end() ? nullptr : &found->second;
}

void FetchSessions::remove(std::int32_t id) { sessions_.erase(id); }

FetchSessions::Part FetchSessions::part(std::uint64_t ordinal) {
  const auto least_id = static_cast<std::int32_t>(ordinal % parts) * ids_of_a_part;
  return {least_id, sessions_.lower_bound(least_id),
          sessions_.lower_bound(least_id + ids_of_a_part)};
}

bool FetchSessions::make_room(const Part& part, const NewSession& wanted, WireTime now) {
  auto stalest = part.end;
  auto first = part.end;
  const auto rank = [](const FetchSession& session) {
    return eviction_rank(session.fetched_by(), session.size());
  };
  for (auto it = part.begin; it != part.end; ++it) {
    const auto& session = it->second;
    if (stalest == part.end || session.last_used() < stalest->second.last_used()) stalest = it;
    if (may_be_evicted(session, wanted.fetched_by) &&
        (first == part.end || rank(session) < rank(first->second)))
      first = it;
  }
  if (stalest == part.end) return false;
  if (now - stalest->second.last_used() > evictable_after) {
    sessions_.erase(stalest);
    return true;
  }
  if (first == part.end ||
      rank(first->second) >= eviction_rank(wanted.fetched_by, wanted.partitions))
    return false;
  sessions_.erase(first);
  return true;
}

FetchSession* FetchSessions::create(Seed seed, const NewSession& wanted, std::size_t slots,
                                    WireTime now) {
  const auto ordinal = created_++;
  const auto its = part(ordinal);
  const auto taken = static_cast<std::size_t>(std::distance(its.begin, its.end));
  if (taken >= slots / parts && !make_room(its, wanted, now)) return nullptr;
  std::int32_t id = 0;
  for (std::uint64_t attempt = 0; id == 0 || sessions_.contains(id); ++attempt)
    id = its.least_id + static_cast<std::int32_t>(
                            derive_bits(seed, "fetch session", {std::to_string(ordinal)}, attempt) %
                            ids_of_a_part);
  const FetchSession session(id, wanted.topics_by, wanted.fetched_by, now);
  return &sessions_.emplace(id, session).first->second;
}

}  // namespace dogear::broker
