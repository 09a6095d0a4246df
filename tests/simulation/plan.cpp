#include "plan.hpp"

#include <array>
#include <numeric>
#include <string_view>

#include <fmt/format.h>

#include "tests/storage/random.hpp"

namespace dogear::simulation {
namespace {

using storage::testing::Rng;

struct Row {
  Action action;
  std::string_view name;
  unsigned weight;  // how often it is chosen
};

constexpr std::array<Row, action_count> rows = {{
    {Action::produce, "produce", 40},
    {Action::consume, "consume", 80},
    {Action::fetch, "fetch", 14},
    {Action::commit, "commit", 10},
    {Action::fetch_offsets, "fetch offsets", 5},
    {Action::rejoin, "rejoin", 3},
    {Action::leave, "leave", 3},
    {Action::slow_down, "slow down", 2},
    {Action::read_some, "read some", 2},
    {Action::catch_up, "catch up", 4},
    {Action::hang_up, "hang up", 3},
    {Action::crash, "crash", 2},
    {Action::create_topic, "create topic", 4},
    {Action::delete_topic, "delete topic", 1},
    {Action::create_partitions, "create partitions", 1},
    {Action::delete_records, "delete records", 3},
    {Action::alter_config, "alter config", 2},
    {Action::delete_group, "delete group", 1},
    {Action::delete_offsets, "delete offsets", 2},
    {Action::move_leader, "move leader", 2},
    {Action::time_passes, "time passes", 24},
    {Action::time_leaps, "time leaps", 3},
    {Action::wire_time_passes, "wire time passes", 4},
    {Action::fault, "fault", 5},
    {Action::snapshot, "snapshot", 2},
    {Action::restore, "restore", 1},
    {Action::checkpoint, "checkpoint", 0},
}};

constexpr unsigned total_weight = std::accumulate(
    rows.begin(), rows.end(), 0U, [](unsigned sum, const Row& row) { return sum + row.weight; });

Action choose_action(Rng& rng) {
  auto left = rng.below(total_weight);
  for (const auto& row : rows) {
    if (left < row.weight) return row.action;
    left -= row.weight;
  }
  return Action::consume;
}

Step choose_step(Rng& rng, Action action) {
  const auto numbers = rng.next();
  return {.action = action,
          .who = static_cast<std::uint8_t>(rng.below(client_count)),
          .what = static_cast<std::uint8_t>(numbers),
          .how = static_cast<std::uint16_t>(numbers >> 8U)};
}

}  // namespace

Plan make_plan(std::uint64_t seed) {
  constexpr std::size_t fewest = 100;
  constexpr std::size_t most = 300;
  Rng rng(seed);
  Plan plan{.seed = seed, .steps = {}};
  const auto count = fewest + rng.below(most - fewest + 1);
  // Without topics little would happen.
  plan.steps = {{.action = Action::create_topic, .what = 0, .how = 1},
                {.action = Action::create_topic, .what = 1, .how = 2}};
  while (plan.steps.size() < count) plan.steps.push_back(choose_step(rng, choose_action(rng)));
  plan.steps[count / 2] = {.action = Action::checkpoint};
  return plan;
}

std::string to_text(const Step& step) {
  return fmt::format("{} (client {}, {}, {})", rows[static_cast<std::size_t>(step.action)].name,
                     step.who, step.what, step.how);
}

}  // namespace dogear::simulation
