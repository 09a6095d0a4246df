// The simulation finds each planted bug within a few seeds, and shrinks what fails.
#ifdef DOGEAR_SEEDED_BUGS
#include <fstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/conversations/player.hpp"
#include "tests/simulation/bugs.hpp"
#include "tests/simulation/conversation_file.hpp"
#include "tests/simulation/shrink.hpp"
#include "tests/simulation/simulation.hpp"

namespace dogear::simulation {
namespace {

constexpr std::uint64_t seeds_max = 60;

class SeededBug : public testing::TestWithParam<std::string_view> {
 protected:
  void SetUp() override { ASSERT_TRUE(plant(GetParam())); }
  void TearDown() override { remove_bug(); }
};

// 0 when none fails.
std::uint64_t first_seed_that_fails() {
  for (std::uint64_t seed = 1; seed <= seeds_max; ++seed)
    if (play(make_plan(seed)).failure) return seed;
  return 0;
}

TEST_P(SeededBug, IsFound) {
  const auto seed = first_seed_that_fails();
  ASSERT_NE(seed, 0U) << "not in " << seeds_max << " seeds";
  const auto found = play(make_plan(seed));
  fmt::print("{} at seed {}, step {}: {}\n", GetParam(), seed, found.steps, *found.failure);
  remove_bug();
  EXPECT_EQ(play(make_plan(seed)).failure, std::nullopt);
}

std::vector<std::string_view> all_names() {
  std::vector<std::string_view> names;
  for (const auto& [name, bug] : bugs()) names.push_back(name);
  return names;
}

std::string test_name(const testing::TestParamInfo<std::string_view>& info) {
  std::string name(info.param);
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, SeededBug, testing::ValuesIn(all_names()), test_name);

TEST(SeededBugs, AreShrunkToAFewStepsAndToAConversation) {
  ASSERT_TRUE(plant("off-by-one-log-start"));
  const auto seed = first_seed_that_fails();
  ASSERT_NE(seed, 0U);
  const auto fails = [](const Plan& plan) { return play(plan).failure.has_value(); };
  const auto shortest = shrink(make_plan(seed), fails);
  // A topic, a producer that asks for its id, records, and their deletion.
  EXPECT_LE(shortest.steps.size(), 4U);
  const auto path = testing::TempDir() + "/shrunk.txt";
  std::ofstream(path) << to_conversation(shortest, "Records are deleted.");
  remove_bug();
  const auto conversation = conversations::read_conversation(path);
  const auto wire =
      conversations::start_broker(conversation.nodes(), conversation.broker_configs());
  const auto played = conversations::play(conversation, *wire);
  EXPECT_TRUE(played.complete) << played.problems.back();
}

}  // namespace
}  // namespace dogear::simulation
#endif
