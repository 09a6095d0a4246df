#include "coordinator/groups.hpp"

#include <algorithm>

namespace dogear::coordinator {

Groups::Groups(GroupConfig config, Seed seed, BrokerTime started_at)
    : config_(config),
      seed_(seed),
      next_check_(started_at + config.offsets_retention_check_interval) {}

const Group* Groups::find(const std::string& group_id) const {
  const auto found = groups_.find(group_id);
  return found == groups_.end() ? nullptr : &*found->second;
}

const Group* Groups::find_written(const std::string& group_id) const {
  return is_unwritten(group_id) ? nullptr : find(group_id);
}

bool Groups::is_unwritten(const std::string& group_id) const {
  if (unwritten_.empty()) return false;  // as nearly always
  const auto of_partition = unwritten_.find(partition_of(group_id));
  return of_partition != unwritten_.end() && of_partition->second.contains(group_id);
}

Group* Groups::find_for_writing(const std::string& group_id) {
  const auto found = groups_.find(group_id);
  return found == groups_.end() ? nullptr : &found->second.write();
}

Group& Groups::group(const std::string& group_id) {
  const auto [place, is_new] = groups_.try_emplace(group_id);
  auto& group = place->second.write();
  if (is_new) group.ordinal = ++made_;
  return group;
}

void Groups::erase(const std::string& group_id) {
  if (is_unwritten(group_id)) unwritten_.at(partition_of(group_id)).erase(group_id);
  const auto found = groups_.find(group_id);
  if (found == groups_.end()) return;
  if (const auto at = found->second->indexed_deadline) deadlines_.erase({*at, group_id});
  groups_.erase(found);
}

void Groups::index(const std::string& group_id) {
  const auto found = groups_.find(group_id);
  if (found == groups_.end()) return;
  highest_generation_ = std::max(highest_generation_, found->second->classic().generation());
  const auto next = found->second->classic().next_deadline();
  const auto before = found->second->indexed_deadline;
  if (next == before) return;
  if (before) deadlines_.erase({*before, group_id});
  if (next) deadlines_.insert({*next, group_id});
  found->second.write().indexed_deadline = next;
}

// Records of this coordinator can always be parsed. Clients may have written others to the topic:
// those that cannot be parsed are ignored.
void Groups::replay(const CoordinatorRecord& record) {
  auto parsed = parse(record);
  if (!parsed) return;
  const auto written_to = [&](const std::string& group) {
    if (!unwritten_.empty()) unwritten_.erase(partition_of(group));
  };
  if (auto* commit = std::get_if<OffsetCommitRecord>(&*parsed)) {
    written_to(commit->key.group);
    return replay(std::move(*commit));
  }
  if (const auto* metadata = std::get_if<GroupMetadataRecord>(&*parsed)) {
    written_to(metadata->key.group);
    replay(metadata->key.group, record.value);
  }
}

// A commit to an unknown group creates a simple group: a classic group without members.
void Groups::replay(OffsetCommitRecord record) {
  const auto& id = record.key.group;
  if (!record.value && !groups_.contains(id)) return;
  replay_into(group(id).durable.offsets, record);
}

void Groups::replay(const std::string& id, const std::optional<Slice>& metadata) {
  if (metadata) {
    group(id).durable.metadata = Slice::copy_of(metadata->bytes());
    return;
  }
  auto* deleted = find_for_writing(id);
  if (!deleted) return;
  deleted->durable.metadata.reset();
  if (deleted->durable.offsets.empty()) erase(id);
}

void Groups::unload(Turn turn) {
  for (auto& [id, cow] : groups_) protocol_on(id, cow.write(), turn).turn_away();
  groups_.clear();
  unwritten_.clear();
  deadlines_.clear();
}

Groups::Told Groups::told_since(const Groups& snapshot) const {
  Told told{ids_given_, std::max(highest_generation_, snapshot.highest_generation_), {}};
  for (const auto& [id, cow] : snapshot.groups_) {
    const auto found = groups_.find(id);
    const auto* before = found == groups_.end() ? nullptr : &*found->second;
    const auto& classic = cow->classic();
    const auto is_unchanged = before && before->durable.metadata == cow->durable.metadata &&
                              before->classic().generation() == classic.generation();
    const auto floor =
        is_unchanged ? before->classic().generation_floor() : told.highest_generation;
    // Members that come later have ids of their own: nothing was ever told to them.
    if (floor > classic.generation_floor() && !classic.members().empty())
      told.generation_floors.emplace_back(id, floor);
  }
  return told;
}

void Groups::go_on_from(const Told& told, Turn turn) {
  ids_given_ = told.ids_given;
  highest_generation_ = told.highest_generation;
  for (const auto& [id, floor] : told.generation_floors) {
    auto& changed = *find_for_writing(id);
    changed.soft.classic.set_generation_floor(floor);
    // Some may have been given their partitions in this generation before the restore: whoever
    // syncs now must not be given them, too.
    if (!changed.classic().is(ClassicState::completing_rebalance)) continue;
    protocol_on(id, changed, turn).rebalance();
    index(id);
  }
}

void Groups::reload(PartitionIndex partition, Turn turn) {
  std::vector<std::string> moved;
  for (const auto& [id, group] : groups_)
    if (partition_of(id) == partition) moved.push_back(id);
  for (const auto& id : moved) protocol_on(id, *find_for_writing(id), turn).turn_away();
  unwritten_.erase(partition);
  for (const auto& id : moved) {
    if (find(id)->durable.empty())
      erase(id);
    else
      reload(id, turn);
  }
}

void Groups::reload(const std::string& group_id, Turn& turn) {
  auto& loaded = *find_for_writing(group_id);
  const auto& recorded = loaded.durable.metadata;
  const auto floor = loaded.classic().generation_floor();
  loaded.soft.classic = recorded ? ClassicGroup{*parse_group_metadata(*recorded)} : ClassicGroup{};
  loaded.soft.classic.set_generation_floor(floor);
  protocol_on(group_id, loaded, turn).begin_sessions();
  index(group_id);
}

}  // namespace dogear::coordinator
