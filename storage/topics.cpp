#include "storage/topics.hpp"

#include <cassert>

namespace dogear::storage {

const Topic* Topics::find(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : &*found->second;
}

const Topic* Topics::find(const Uuid& id) const {
  const auto found = names_by_id_.find(id);
  return found == names_by_id_.end() ? nullptr : find(found->second);
}

Topic& Topics::write(std::string_view name) {
  const auto found = by_name_.find(name);
  assert(found != by_name_.end());
  return found->second.write();
}

void Topics::add(Topic topic) {
  names_by_id_.emplace(topic.id, topic.name);
  auto name = topic.name;
  by_name_.emplace(std::move(name), Cow<Topic>(std::move(topic)));
}

void Topics::remove(std::string_view name) {
  const auto found = by_name_.find(name);
  if (found == by_name_.end()) return;
  names_by_id_.erase(found->second->id);
  by_name_.erase(found);
}

}  // namespace dogear::storage
