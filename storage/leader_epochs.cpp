#include "storage/leader_epochs.hpp"

#include <algorithm>

namespace dogear::storage {

void LeaderEpochs::assign(LeaderEpoch epoch, Offset start_offset) {
  if (!entries_.empty() && entries_.back().epoch == epoch &&
      entries_.back().start_offset <= start_offset)
    return;
  while (!entries_.empty() &&
         (entries_.back().epoch >= epoch || entries_.back().start_offset >= start_offset))
    entries_.pop_back();
  entries_.push_back({epoch, start_offset});
}

EpochEndOffset LeaderEpochs::end_offset_for(LeaderEpoch requested, Offset log_end_offset) const {
  if (requested == no_epoch) return {};
  if (latest() == requested) return {requested, log_end_offset};
  const auto higher = std::find_if(entries_.begin(), entries_.end(),
                                   [&](const EpochEntry& e) { return e.epoch > requested; });
  if (higher == entries_.end()) return {};
  if (higher == entries_.begin()) return {requested, higher->start_offset};
  return {std::prev(higher)->epoch, higher->start_offset};
}

std::optional<LeaderEpoch> LeaderEpochs::epoch_at(Offset offset) const {
  std::optional<LeaderEpoch> found;
  for (const auto& entry : entries_) {
    if (entry.start_offset > offset) break;
    found = entry.epoch;
  }
  return found;
}

std::optional<LeaderEpoch> LeaderEpochs::latest() const {
  if (entries_.empty()) return std::nullopt;
  return entries_.back().epoch;
}

std::optional<EpochEntry> LeaderEpochs::earliest() const {
  if (entries_.empty()) return std::nullopt;
  return entries_.front();
}

void LeaderEpochs::truncate_from_start(Offset offset) {
  const auto above = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const EpochEntry& e) { return e.start_offset > offset; });
  if (above == entries_.begin()) return;
  std::prev(above)->start_offset = offset;
  entries_.erase(entries_.begin(), std::prev(above));
}

}  // namespace dogear::storage
