// One group: what its records say, and what only its members and the clock know.
#pragma once
#include <optional>

#include "coordinator/classic_group.hpp"
#include "coordinator/offsets.hpp"

namespace dogear::coordinator {

// Replaying the log of the group's partition rebuilds exactly this.
struct Durable {
  // The value of the last record, as it was written: only who loads it reads it. None: a group that
  // only ever committed offsets.
  std::optional<Slice> metadata;
  CommittedOffsets offsets;

  bool empty() const { return !metadata && offsets.empty(); }
  friend bool operator==(const Durable&, const Durable&) = default;
};

// Rounds in progress, sessions, deadlines, parked requests: lost when a coordinator moves, and then
// begun anew from what is durable.
struct Soft {
  ClassicGroup classic;
};

struct Group {
  Durable durable;
  Soft soft;
  std::optional<BrokerTime> indexed_deadline;  // under which Groups finds it again

  const ClassicGroup& classic() const { return soft.classic; }
};

// A group for people to read: the dump that tests compare.
std::string describe(const Group& group);

}  // namespace dogear::coordinator
