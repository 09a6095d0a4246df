#include "storage/topics.hpp"

#include <algorithm>
#include <cassert>

namespace dogear::storage {
namespace {

std::string unified(std::string_view name) {
  std::string text(name);
  std::replace(text.begin(), text.end(), '.', '_');
  return text;
}

bool can_collide(std::string_view name) { return name.find_first_of("._") != name.npos; }

}  // namespace

const Topic* Topics::find(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : &*found->second;
}

const Topic* Topics::find(const Uuid& id) const {
  const auto found = names_by_id_.find(id);
  return found == names_by_id_.end() ? nullptr : find(found->second);
}

const std::string* Topics::colliding_with(std::string_view name) const {
  if (!can_collide(name)) return nullptr;
  const auto found = names_by_unified_.find(unified(name));
  return found == names_by_unified_.end() ? nullptr : &*found->second.begin();
}

Topic& Topics::write(std::string_view name) {
  const auto found = by_name_.find(name);
  assert(found != by_name_.end());
  return found->second.write();
}

void Topics::add(Topic topic) {
  topic.ordinal = ++added_;
  if (can_collide(topic.name)) names_by_unified_[unified(topic.name)].insert(topic.name);
  names_by_id_.emplace(topic.id, topic.name);
  auto name = topic.name;
  by_name_.emplace(std::move(name), Cow<Topic>(std::move(topic)));
}

void Topics::remove(std::string_view name) {
  const auto found = by_name_.find(name);
  assert(found != by_name_.end());
  names_by_id_.erase(found->second->id);
  if (const auto colliding = names_by_unified_.find(unified(name));
      colliding != names_by_unified_.end()) {
    colliding->second.erase(found->first);
    if (colliding->second.empty()) names_by_unified_.erase(colliding);
  }
  by_name_.erase(found);
}

void Topics::begin_epoch(Partition& partition, LeaderEpoch epoch) {
  partition.leader_epoch = epoch;
  partition.log.write().assign_epoch(epoch);
  highest_epoch_ = std::max(highest_epoch_, epoch);
}

}  // namespace dogear::storage
