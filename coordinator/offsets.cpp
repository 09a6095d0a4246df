#include "coordinator/offsets.hpp"

#include "base/seeded_bug.hpp"
#include "base/wrapping.hpp"

namespace dogear::coordinator {

CommittedOffset from_record(const OffsetCommitValue& value) {
  CommittedOffset committed{.offset = value.offset,
                            .leader_epoch = value.leader_epoch,
                            .metadata = value.metadata,
                            .committed_at = broker_time(value.commit_timestamp),
                            .topic_id = value.topic_id};
  if (value.expire_timestamp != no_timestamp)
    committed.expires_at = broker_time(value.expire_timestamp);
  return committed;
}

OffsetCommitValue to_record(const CommittedOffset& committed) {
  return {.offset = committed.offset,
          .leader_epoch = committed.leader_epoch,
          .metadata = committed.metadata,
          .commit_timestamp = epoch_ms(committed.committed_at),
          .expire_timestamp = committed.expires_at ? epoch_ms(*committed.expires_at) : no_timestamp,
          .topic_id = committed.topic_id};
}

const CommittedOffset* find(const CommittedOffsets& offsets, const std::string& topic,
                            PartitionIndex partition) {
  const auto* by_partition = offsets.find(topic);
  return by_partition ? by_partition->find(partition) : nullptr;
}

void replay_into(CommittedOffsets& offsets, const OffsetCommitRecord& record) {
  const auto& key = record.key;
  if (record.value) {
    offsets.find_or_put(key.topic).put(key.partition, from_record(*record.value));
    return;
  }
  auto* by_partition = offsets.find(key.topic);
  if (!by_partition) return;
  by_partition->erase(key.partition);
  if (by_partition->empty()) offsets.erase(key.topic);
}

void append_tombstones(const std::string& group, const CommittedOffsets& offsets,
                       std::vector<CoordinatorRecord>& records) {
  for_each(offsets, [&](const auto& topic, auto partition, const auto&) {
    records.push_back(offset_commit_tombstone({group, topic, partition}));
  });
}

bool has_expired(const CommittedOffset& committed, BrokerTime base, Millis retention,
                 BrokerTime now) {
  if (committed.expires_at) return now >= *committed.expires_at;
  if (seeded_bug(Bug::late_expiry)) retention *= 2;
  return wrapping_subtract(epoch_ms(now), epoch_ms(base)) >= retention.count();
}

}  // namespace dogear::coordinator
