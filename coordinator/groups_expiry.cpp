// Expiry: sessions and rounds by their own deadlines, offsets and groups at the checks that Kafka
// makes every offsets.retention.check.interval.ms.
#include "coordinator/groups.hpp"

namespace dogear::coordinator {

std::optional<BrokerTime> Groups::next_deadline() const {
  if (groups_.empty()) return std::nullopt;  // nothing can expire
  if (deadlines_.empty()) return next_check_;
  return std::min(next_check_, deadlines_.begin()->first);
}

// Checks happen at fixed times since the start. While there are no groups they are not waited for,
// and those that passed meanwhile are skipped here.
void Groups::skip_idle_checks(BrokerTime now) {
  if (!groups_.empty() || now < next_check_) return;
  const auto interval = config_.offsets_retention_check_interval;
  next_check_ += ((now - next_check_) / interval + 1) * interval;
}

std::vector<CameDue> Groups::expire_one(Turn turn, const Leap* leap) {
  const auto due = next_deadline();
  if (!due || *due > turn.now) return {};
  turn.now = *due;
  if (deadlines_.empty() || deadlines_.begin()->first > *due) return clean_up(turn);

  const auto id = deadlines_.begin()->second;
  auto came_due = protocol_on(id, *find_for_writing(id), turn).expire_one(leap);
  index(id);
  if (!came_due) return {};
  return {std::move(*came_due)};
}

void Groups::end_leap(const Leap& leap) {
  if (leap.sessions == Leap::Sessions::expire) return;
  for (auto& [id, group] : groups_) {
    if (!group->classic().next_session()) continue;
    find_for_writing(id)->soft.classic.end_leap(leap);
    index(id);
  }
}

std::vector<CameDue> Groups::clean_up(Turn& turn) {
  next_check_ += config_.offsets_retention_check_interval;
  std::vector<CameDue> came_due;
  std::map<PartitionIndex, Records> records;
  for (const auto& [id, group] : groups_)
    clean_up(id, turn.now, records[partition_of(id)], came_due);
  // What the log refuses is tried again at the next check.
  for (const auto& [partition, tombstones] : records)
    write_in_parts(turn, *this, partition, tombstones);
  return came_due;
}

void Groups::clean_up(const std::string& group_id, BrokerTime now, Records& records,
                      std::vector<CameDue>& came_due) const {
  const auto& group = *find(group_id);
  if (!expire_offsets(group_id, group, now, records, came_due)) return;
  if (!group.classic().is_empty()) return;
  records.push_back(group_metadata_tombstone(group_id));
  came_due.push_back({now, group_id, GroupExpired{}});
}

// True if no offset is left. From when retention counts depends on the group:
//   Empty, but had members       from when it became empty
//   Empty, never had members     from the commit
//   Stable, of consumers         from the commit; but not for topics that they are subscribed to
//   any other                    nothing expires
bool Groups::expire_offsets(const std::string& group_id, const Group& group, BrokerTime now,
                            Records& records, std::vector<CameDue>& came_due) const {
  const auto& offsets = group.durable.offsets;
  if (offsets.empty()) return true;
  const auto& classic = group.classic();
  const auto was_used = classic.protocol_type().has_value();
  const auto is_known = classic.is(ClassicState::stable) && classic.uses_consumer_protocol() &&
                        classic.knows_subscribed_topics();
  if (was_used && !classic.is_empty() && !is_known) return false;
  const auto empty_since =
      was_used && classic.is_empty() ? classic.state_since() : std::optional<BrokerTime>{};

  auto all_expired = true;
  for_each(offsets, [&](const auto& topic, auto partition, const auto& offset) {
    const auto base = empty_since.value_or(offset.committed_at);
    if (classic.is_subscribed_to(topic) ||
        !has_expired(offset, base, config_.offsets_retention, now)) {
      all_expired = false;
      return;
    }
    records.push_back(offset_commit_tombstone({group_id, topic, partition}));
    came_due.push_back({now, group_id, OffsetExpired{{topic, partition}}});
  });
  return all_expired;
}

}  // namespace dogear::coordinator
