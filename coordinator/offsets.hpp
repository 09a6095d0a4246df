// The committed offsets of one group, as its OffsetCommit records say them, and their expiry.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "base/time.hpp"
#include "base/uuid.hpp"
#include "coordinator/offsets_log.hpp"
#include "coordinator/timeline_map.hpp"

namespace dogear::coordinator {

struct CommittedOffset {
  Offset offset = no_offset;
  LeaderEpoch leader_epoch = no_epoch;
  std::string metadata;
  BrokerTime committed_at{};
  std::optional<BrokerTime> expires_at;  // only commits of v2-4 with a retention have one
  Uuid topic_id;

  friend bool operator==(const CommittedOffset&, const CommittedOffset&) = default;
};

using CommittedOffsets = TimelineMap<std::string, TimelineMap<PartitionIndex, CommittedOffset>>;

CommittedOffset from_record(const OffsetCommitValue& value);
OffsetCommitValue to_record(const CommittedOffset& committed);

// Null if the group has committed nothing there.
const CommittedOffset* find(const CommittedOffsets& offsets, const std::string& topic,
                            PartitionIndex partition);

// Every offset in Kafka's order: visit(topic, partition, offset).
template <class Visit>
void for_each(const CommittedOffsets& offsets, Visit visit) {
  offsets.for_each([&](const auto& topic, const auto& by_partition) {
    by_partition.for_each(
        [&](auto partition, const auto& offset) { visit(topic, partition, offset); });
  });
}

void replay_into(CommittedOffsets& offsets, const OffsetCommitRecord& record);

// One tombstone for every offset.
void append_tombstones(const std::string& group, const CommittedOffsets& offsets,
                       std::vector<CoordinatorRecord>& records);

// Retention counts from `base`: the time of the commit, or when the group became empty. An offset
// with an expiry of its own does not depend on it.
bool has_expired(const CommittedOffset& committed, BrokerTime base, Millis retention,
                 BrokerTime now);

}  // namespace dogear::coordinator
