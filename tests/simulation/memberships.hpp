// Checks that no two clients own a partition in the same generation of a group, that no session
// expires early, and that leaps expel nobody who lives.
#pragma once
#include <functional>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "coordinator/expiry.hpp"
#include "coordinator/groups.hpp"
#include "findings.hpp"

namespace dogear::simulation {

class Memberships {
 public:
  // How often the group was deleted. A group that is created again begins with generation 1 again.
  std::uint32_t incarnation_of(const std::string& group) const;
  void observe(const coordinator::Groups& groups);

  // A client was told by SyncGroup that it owns these partitions, or by Heartbeat that it is still
  // a member of that generation. The incarnation is that in which it asked.
  struct Claim {
    std::string group;
    std::uint32_t incarnation = 0;
    std::int32_t generation = -1;
    std::string owner;
    std::vector<TopicPartition> partitions;
  };
  void claim(const Claim& claim, Findings& findings);

  // The broker has received a request of this member, at that time or later: its session was
  // renewed.
  void heard_of(const std::string& member_id, BrokerTime asked_at, Millis session_timeout);
  // Checks a session that has expired.
  void explain(const coordinator::CameDue& came_due, Findings& findings);

  // Members of stable groups whose connections are open: a leap that renews sessions keeps them,
  // except when their group ends a round in it, which they may have been too late for.
  using Living = std::set<std::pair<std::string, std::string>>;  // (group, member)
  static Living living(const coordinator::Groups& groups,
                       const std::function<bool(ConnectionId)>& is_open);
  static void check_leap(const Living& before, const coordinator::Groups& groups,
                         const std::vector<coordinator::CameDue>& came_due, Findings& findings);

 private:
  struct Group {
    std::uint32_t incarnation = 0;
    bool there = false;
    std::map<std::pair<std::int32_t, TopicPartition>, std::string> owners;  // by generation
  };
  std::map<std::string, Group> groups_;
  std::map<std::string, BrokerTime> alive_until_;  // members
};

}  // namespace dogear::simulation
