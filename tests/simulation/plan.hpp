// A plan is the list of steps of one run, made from a seed alone before the run begins. A step
// names an action and a client, and has numbers to choose the details by; what exactly happens
// depends on the state of that client by then. So any step can be left out, and the rest can still
// be played.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace dogear::simulation {

enum class Action : std::uint8_t {
  // Clients.
  produce,
  consume,  // the next thing that a consumer does: join, sync, then heartbeat, fetch or commit
  fetch,
  commit,
  fetch_offsets,
  rejoin,
  leave,
  slow_down,  // stops reading answers
  read_some,  // reads half of those that are there
  catch_up,   // reads all, and from now on at once
  hang_up,
  crash,  // and starts again without any state
  // Administrators.
  create_topic,
  delete_topic,
  create_partitions,
  delete_records,
  alter_config,
  delete_group,
  delete_offsets,
  move_leader,
  // Time, faults and snapshots.
  time_passes,
  time_leaps,
  wire_time_passes,
  fault,
  snapshot,
  restore,
  // Once, in the middle of the plan: the steps after it are played twice.
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
