// Bugs that are planted on purpose, to check that the simulation finds them (docs/testing.md). Only
// a build with DOGEAR_SEEDED_BUGS can have them; in every other one seeded_bug() is constantly
// false.
#pragma once
#include <cstdint>

namespace dogear {

enum class Bug : std::uint8_t {
  none,
  late_expiry,
  lost_wake_up,
  double_ownership,
  skipped_truncation,
  stale_read_after_restore,
  forgotten_tombstone,
  commit_not_durable,
  duplicate_not_detected,
  session_not_renewed,
  memory_not_returned,
  off_by_one_log_start,
};

#ifdef DOGEAR_SEEDED_BUGS
inline Bug planted_bug = Bug::none;
inline bool seeded_bug(Bug bug) { return planted_bug == bug; }
#else
constexpr bool seeded_bug(Bug) { return false; }
#endif

}  // namespace dogear
