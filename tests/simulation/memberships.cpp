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

Memberships::Living Memberships::living(const coordinator::Groups& groups,
                                        const std::function<bool(ConnectionId)>& is_open) {
  Living living;
  for (const auto& [id, group] : groups.all()) {
    if (!group->classic().is(coordinator::ClassicState::stable)) continue;
    for (const auto& [member_id, member] : group->classic().members())
      if (is_open(member.connection)) living.emplace(id, member_id);
  }
  return living;
}

void Memberships::check_leap(const Living& before, const coordinator::Groups& groups,
                             const std::vector<coordinator::CameDue>& came_due,
                             Findings& findings) {
  std::set<std::string> rounds;
  for (const auto& due : came_due)
    if (std::holds_alternative<coordinator::JoinPhaseEnded>(due.what) ||
        std::holds_alternative<coordinator::SyncPhaseExpired>(due.what))
      rounds.insert(due.group);
  for (const auto& [id, member_id] : before) {
    const auto* group = groups.find(id);
    findings.require(
        rounds.contains(id) || (group && group->classic().members().contains(member_id)),
        "a leap has expelled {} from {}, whose connection is open", member_id, id);
  }
}

}  // namespace dogear::simulation
