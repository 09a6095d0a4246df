#include "simulation.hpp"

#include <algorithm>

#include "auditor.hpp"
#include "run.hpp"

namespace dogear::simulation {
namespace {

// Plays the steps from this one on. Returns how many.
std::size_t play_steps(Run& run, const Plan& plan, std::size_t from, const Watcher& watcher) {
  auto& world = run.world();
  auto at = from;
  while (at < plan.steps.size() && !world.findings.any()) {
    const auto& step = plan.steps[at++];
    if (watcher) watcher(step, world);
    run.step(step);
  }
  if (!world.findings.any()) audit(world);
  return at - from;
}

std::size_t first_after_checkpoint(const Plan& plan) {
  const auto found = std::find_if(plan.steps.begin(), plan.steps.end(), [](const Step& step) {
    return step.action == Action::checkpoint;
  });
  return static_cast<std::size_t>(found - plan.steps.begin()) + 1;
}

}  // namespace

Outcome play(const Plan& plan, Repeat repeat, const Watcher& watcher) {
  Run run(plan.seed);
  auto& world = run.world();
  Outcome outcome;
  outcome.steps = play_steps(run, plan, 0, watcher);
  outcome.answered = world.cluster().metrics.answers;
  outcome.transcript = world.wire.transcript_hash();
  if (repeat == Repeat::from_checkpoint && run.has_checkpoint() && !world.findings.any()) {
    run.go_back();
    outcome.steps += play_steps(run, plan, first_after_checkpoint(plan), nullptr);
    world.findings.require(
        world.wire.transcript_hash() == outcome.transcript,
        "what follows the checkpoint gave other output when it was played again");
  }
  outcome.failure = world.findings.first();
  return outcome;
}

Outcome play_twice(const Plan& plan) {
  auto outcome = play(plan);
  if (outcome.failure) return outcome;
  const auto again = play(plan, Repeat::nothing);
  outcome.steps += again.steps;
  outcome.failure = again.failure;
  if (!outcome.failure && again.transcript != outcome.transcript)
    outcome.failure = "a second run of the same seed gave other output";
  return outcome;
}

}  // namespace dogear::simulation
