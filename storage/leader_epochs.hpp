// Which leader epoch began at which offset, as a partition's log remembers it.
#pragma once
#include <optional>
#include <vector>

#include "base/ids.hpp"

namespace dogear::storage {

struct EpochEntry {
  LeaderEpoch epoch = no_epoch;
  Offset start_offset = no_offset;
  friend bool operator==(const EpochEntry&, const EpochEntry&) = default;
};

struct EpochEndOffset {
  LeaderEpoch epoch = no_epoch;
  Offset end_offset = no_offset;
  friend bool operator==(const EpochEndOffset&, const EpochEndOffset&) = default;
};

class LeaderEpochs {
 public:
  // `epoch` begins at `start_offset`. Entries with the same or a later epoch or offset are removed.
  // If `epoch` is the latest and began no later, nothing changes.
  void assign(LeaderEpoch epoch, Offset start_offset);

  // The largest epoch not above `requested`, and where it ends. (-1, -1) if `requested` is above
  // the latest epoch; if it is below the first, `requested` itself and where the first one starts.
  EpochEndOffset end_offset_for(LeaderEpoch requested, Offset log_end_offset) const;

  std::optional<LeaderEpoch> epoch_at(Offset offset) const;
  std::optional<LeaderEpoch> latest() const;
  std::optional<EpochEntry> earliest() const;

  // The log now starts at `offset`: epochs that end there or before are removed, and the epoch of
  // `offset` starts there.
  void truncate_from_start(Offset offset);

  const std::vector<EpochEntry>& entries() const { return entries_; }

 private:
  std::vector<EpochEntry> entries_;  // both members ascend
};

}  // namespace dogear::storage
