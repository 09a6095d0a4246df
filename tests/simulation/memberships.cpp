#include "memberships.hpp"

#include <algorithm>

namespace dogear::simulation {

std::uint32_t Memberships::incarnation_of(const std::string& group) const {
  const auto found = groups_.find(group);
  return found == groups_.end() ? 0 : found->second.incarnation;
}

void Memberships::observe(const coordinator::Groups& groups) {
  for (const auto& [id, group] : groups.all()) groups_[id].there = true;
  for (auto& [id, known] : groups_)
    if (known.there && !groups.find(id)) known = {.incarnation = known.incarnation + 1};
}

void Memberships::claim(const Claim& claim, Findings& findings) {
  auto& group = groups_[claim.group];
  if (group.incarnation != claim.incarnation) return;
  for (const auto& partition : claim.partitions) {
    const auto [at, is_new] = group.owners.try_emplace({claim.generation, partition}, claim.owner);
    findings.require(is_new || at->second == claim.owner,
                     "{}-{} is owned by {} and by {} in generation {} of {}", partition.topic,
                     partition.partition, at->second, claim.owner, claim.generation, claim.group);
  }
}

void Memberships::heard_of(const std::string& member_id, BrokerTime asked_at,
                           Millis session_timeout) {
  auto& until = alive_until_[member_id];
  until = std::max(until, asked_at + session_timeout);
}

void Memberships::explain(const coordinator::CameDue& came_due, Findings& findings) {
  const auto* expired = std::get_if<coordinator::SessionExpired>(&came_due.what);
  if (!expired) return;
  const auto until = alive_until_.find(expired->member_id);
  if (until == alive_until_.end()) return;
  findings.require(came_due.at >= until->second, "the session of {} expired {} ms before its time",
                   expired->member_id, (until->second - came_due.at).count());
}

}  // namespace dogear::simulation
