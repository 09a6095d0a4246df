#include "bugs.hpp"

#include <algorithm>

namespace dogear::simulation {

const std::vector<std::pair<std::string_view, Bug>>& bugs() {
  static const std::vector<std::pair<std::string_view, Bug>> all = {
      {"late-expiry", Bug::late_expiry},
      {"lost-wake-up", Bug::lost_wake_up},
      {"double-ownership", Bug::double_ownership},
      {"skipped-truncation", Bug::skipped_truncation},
      {"stale-read-after-restore", Bug::stale_read_after_restore},
      {"forgotten-tombstone", Bug::forgotten_tombstone},
      {"commit-not-durable", Bug::commit_not_durable},
      {"duplicate-not-detected", Bug::duplicate_not_detected},
      {"session-not-renewed", Bug::session_not_renewed},
      {"memory-not-returned", Bug::memory_not_returned},
      {"off-by-one-log-start", Bug::off_by_one_log_start},
  };
  return all;
}

#ifdef DOGEAR_SEEDED_BUGS
bool plant(std::string_view name) {
  const auto found = std::find_if(bugs().begin(), bugs().end(),
                                  [&](const auto& bug) { return bug.first == name; });
  if (found == bugs().end()) return false;
  planted_bug = found->second;
  return true;
}
void remove_bug() { planted_bug = Bug::none; }
#else
bool plant(std::string_view) { return false; }
void remove_bug() {}
#endif

}  // namespace dogear::simulation
