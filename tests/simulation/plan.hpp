// What happens in one run of the simulation, decided before it begins: a list of steps, made from a
// seed alone. A step says who acts and has a few numbers to choose by; what it comes to depends on
// what that client knows by then. So any step can be left out and what remains still makes sense.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace dogear::simulation {

enum class Action : std::uint8_t {
  // Clients.
  produce,
  consume,  // what a consumer would do next: join, sync, then heartbeats, fetches and commits
  fetch,
  commit,
  fetch_offsets,
  rejoin,
  leave,
  slow_down,  // answers are not read any more
  read_some,  // half of them are
  catch_up,
  hang_up,
  crash,  // and comes back remembering nothing
  // Administrators.
  create_topic,
  delete_topic,
  create_partitions,
  delete_records,
  alter_config,
  delete_group,
  delete_offsets,
  move_leader,
  // What nobody asked for.
  time_passes,
  time_leaps,
  wire_time_passes,
  fault,
  snapshot,
  restore,
  // Once, in the middle: what follows is played twice from here on.
  checkpoint,
};
constexpr std::size_t action_count = static_cast<std::size_t>(Action::checkpoint) + 1;

constexpr std::size_t client_count = 6;

struct Step {
  Action action = Action::consume;
  std::uint8_t who = 0;   // which client
  std::uint8_t what = 0;  // which topic, partition, group, config …
  std::uint16_t how = 0;  // everything else

  friend bool operator==(const Step&, const Step&) = default;
};

struct Plan {
  std::uint64_t seed = 0;  // also chooses the cluster
  std::vector<Step> steps;
};

// 200 steps on average.
Plan make_plan(std::uint64_t seed);

std::string to_text(const Step& step);

}  // namespace dogear::simulation
