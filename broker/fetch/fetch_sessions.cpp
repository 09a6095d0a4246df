#include "broker/fetch/fetch_sessions.hpp"

#include <algorithm>
#include <limits>

namespace dogear::broker {
namespace {

// Any new session may evict one that was unused for so long (Kafka's
// MIN_INCREMENTAL_FETCH_SESSION_EVICTION_MS).
constexpr Millis evictable_after{120'000};

}  // namespace

void FetchSession::next_epoch() {
  epoch_ = epoch_ == std::numeric_limits<std::int32_t>::max() ? 1 : epoch_ + 1;
}

FetchSession::Key FetchSession::key_of(const Uuid& topic_id, const std::string& topic,
                                       PartitionIndex partition) const {
  return topics_by_ == TopicsBy::id ? Key{topic_id, "", partition} : Key{Uuid{}, topic, partition};
}

void FetchSession::want(const WantedPartition& wanted, ToldPartition told) {
  const auto [place, is_new] =
      orders_.try_emplace(key_of(wanted.topic_id, wanted.topic, wanted.partition), last_order_ + 1);
  if (!is_new) {
    by_order_.at(place->second).wanted = wanted;
    return;
  }
  by_order_.emplace(++last_order_, Cached{wanted, told});
}

void FetchSession::forget(const Uuid& topic_id, const std::string& topic,
                          PartitionIndex partition) {
  const auto place = orders_.find(key_of(topic_id, topic, partition));
  if (place == orders_.end()) return;
  by_order_.erase(place->second);
  orders_.erase(place);
}

std::vector<WantedPartition> FetchSession::wanted() const {
  std::vector<WantedPartition> all;
  all.reserve(by_order_.size());
  for (const auto& [order, cached] : by_order_) all.push_back(cached.wanted);
  return all;
}

bool FetchSession::tell(const WantedPartition& partition, const News& news) {
  const auto place = orders_.find(key_of(partition.topic_id, partition.topic, partition.partition));
  if (place == orders_.end()) return false;
  auto& cached = by_order_.at(place->second);
  const auto changed = cached.told.high_watermark != news.told.high_watermark ||
                       cached.told.log_start_offset != news.told.log_start_offset;
  cached.told = news.told;
  // Kafka does this, so that the partition is named again when the error is gone.
  if (news.error) cached.told.high_watermark = -1;
  if (news.records) {
    auto moved = std::move(cached);
    by_order_.erase(place->second);
    place->second = ++last_order_;
    by_order_.emplace(last_order_, std::move(moved));
  }
  return changed || news.records || news.error || news.diverging_epoch;
}

bool FetchSessions::may_be_id(std::int32_t id) {
  constexpr std::int32_t parts = 8;
  const auto part = id / (std::numeric_limits<std::int32_t>::max() / parts);
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

bool FetchSessions::make_room(std::size_t partitions, WireTime now) {
  if (sessions_.empty()) return false;
  const auto stalest = std::min_element(sessions_.begin(), sessions_.end(), [](auto& a, auto& b) {
    return a.second.last_used < b.second.last_used;
  });
  if (now - stalest->second.last_used > evictable_after) {
    sessions_.erase(stalest);
    return true;
  }
  // Otherwise the smallest of the sessions that are old enough, unless it is larger than the new
  // one.
  auto least = sessions_.end();
  for (auto it = sessions_.begin(); it != sessions_.end(); ++it) {
    if (now - it->second.created <= evictable_after) continue;
    if (least == sessions_.end() || it->second.size() < least->second.size()) least = it;
  }
  if (least == sessions_.end() || partitions < least->second.size()) return false;
  sessions_.erase(least);
  return true;
}

FetchSession* FetchSessions::create(Seed seed, const std::string& client_id, std::size_t partitions,
                                    TopicsBy topics_by, std::size_t slots, WireTime now) {
  if (sessions_.size() >= slots && !make_room(partitions, now)) return nullptr;
  std::int32_t id = 0;
  while (id == 0 || !may_be_id(id) || sessions_.contains(id))
    id = static_cast<std::int32_t>(
        derive_bits(seed, "fetch session", {client_id}, ++last_ordinal_) & 0x7fffffff);
  auto& session = sessions_.emplace(id, FetchSession(id, topics_by)).first->second;
  session.created = now;
  session.last_used = now;
  return &session;
}

}  // namespace dogear::broker
