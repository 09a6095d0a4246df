// One group: what is durable, because its records say it, and what is soft and lost in a load.
#pragma once
#include <optional>

#include "coordinator/classic_group.hpp"
#include "coordinator/offsets.hpp"

namespace dogear::coordinator {

// Replaying the log of the group's partition rebuilds exactly this.
struct Durable {
  // The value of the latest GroupMetadata record, as it was written; it is parsed only in a load.
  // Nothing for a group that has only committed offsets.
  std::optional<Slice> metadata;
  CommittedOffsets offsets;

  bool empty() const { return !metadata && offsets.empty(); }
  friend bool operator==(const Durable&, const Durable&) = default;
};

// Members, rounds in progress, sessions, deadlines, waiting requests. When the coordinator moves
// they are lost, and made anew from what is durable.
struct Soft {
  ClassicGroup classic;
};

struct Group {
  Durable durable;
  Soft soft;
  std::optional<BrokerTime> indexed_deadline;  // its place in the deadlines of Groups
  std::uint64_t ordinal = 0;                   // among all groups that ever were

  const ClassicGroup& classic() const { return soft.classic; }
};

// A group as text for people to read, and for tests to compare.
std::string describe(const Group& group);

}  // namespace dogear::coordinator
