// Who may believe that it owns a partition, and until when a member must be left alive.
#pragma once
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "coordinator/expiry.hpp"
#include "coordinator/groups.hpp"
#include "findings.hpp"

namespace dogear::simulation {

class Memberships {
 public:
  // A group that was deleted and made anew counts its generations anew.
  std::uint32_t incarnation_of(const std::string& group) const;
  void observe(const coordinator::Groups& groups);

  // A client was told, by an answer to what it asked in that incarnation of the group, that these
  // partitions are its own, or that it is still a member of that generation.
  struct Claim {
    std::string group;
    std::uint32_t incarnation = 0;
    std::int32_t generation = -1;
    std::string owner;
    std::vector<TopicPartition> partitions;
  };
  void claim(const Claim& claim, Findings& findings);

  // The broker has heard of the member, at that time or later.
  void heard_of(const std::string& member_id, BrokerTime asked_at, Millis session_timeout);
  void explain(const coordinator::CameDue& came_due, Findings& findings);

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
