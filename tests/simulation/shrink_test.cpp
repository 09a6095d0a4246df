// The shrinker, on plans whose failure is known.
#include "tests/simulation/shrink.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace dogear::simulation {
namespace {

// A restore that comes after a snapshot, wherever they are.
bool restores_a_snapshot(const Plan& plan) {
  const auto is = [](Action action) {
    return [action](const Step& step) { return step.action == action; };
  };
  const auto snapshot = std::find_if(plan.steps.begin(), plan.steps.end(), is(Action::snapshot));
  return std::any_of(snapshot, plan.steps.end(), is(Action::restore));
}

Plan plan_that_restores() {
  for (std::uint64_t seed = 1;; ++seed)
    if (auto plan = make_plan(seed); restores_a_snapshot(plan)) return plan;
}

TEST(Shrink, LeavesOnlyTheStepsThatAreNeeded) {
  const auto plan = plan_that_restores();
  const auto shortest = shrink(plan, restores_a_snapshot);
  ASSERT_EQ(shortest.steps.size(), 2U);
  EXPECT_EQ(shortest.steps[0].action, Action::snapshot);
  EXPECT_EQ(shortest.steps[1].action, Action::restore);
  EXPECT_EQ(shortest.seed, plan.seed);
}

TEST(Shrink, LeavesNothingOfWhatAlwaysFails) {
  EXPECT_TRUE(shrink(make_plan(1), [](const Plan&) { return true; }).steps.empty());
}

TEST(Shrink, AsksForFarFewerRunsThanThereAreStretches) {
  auto runs = 0;
  shrink(plan_that_restores(), [&](const Plan& plan) {
    ++runs;
    return restores_a_snapshot(plan);
  });
  EXPECT_LT(runs, 200);
}

TEST(Plan, HasTwoHundredStepsOnAverage) {
  std::size_t steps = 0;
  constexpr std::uint64_t seeds = 1'000;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) steps += make_plan(seed).steps.size();
  EXPECT_NEAR(static_cast<double>(steps) / seeds, 200, 5);
}

TEST(Plan, IsTheSameForTheSameSeedAndAnotherForAnother) {
  EXPECT_EQ(make_plan(1).steps, make_plan(1).steps);
  EXPECT_NE(make_plan(1).steps, make_plan(2).steps);
}

}  // namespace
}  // namespace dogear::simulation
