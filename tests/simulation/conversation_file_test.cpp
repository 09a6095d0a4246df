// A run written as a conversation can be held with Dogear, again and again.
#include "tests/simulation/conversation_file.hpp"

#include <fstream>

#include <gtest/gtest.h>

#include "tests/conversations/player.hpp"

namespace dogear::simulation {
namespace {

// Without what only the simulation can do: faults, snapshots, and answers that stay unread.
Plan plain_plan(std::uint64_t seed, std::size_t steps) {
  auto plan = make_plan(seed);
  std::erase_if(plan.steps, [](const Step& step) {
    return step.action >= Action::fault || step.action == Action::slow_down ||
           step.action == Action::read_some || step.action == Action::catch_up;
  });
  plan.steps.resize(steps);
  return plan;
}

conversations::Played held(const conversations::Conversation& conversation) {
  const auto wire =
      conversations::start_broker(conversation.nodes(), conversation.broker_configs());
  return conversations::play(conversation, *wire);
}

TEST(ConversationFile, IsHeldToItsEndAndGivesTheSameAnswersAgain) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto path = testing::TempDir() + "/simulation.txt";
    std::ofstream(path) << to_conversation(plain_plan(seed, 80), "A run of the simulation.");
    const auto first = held(conversations::read_conversation(path));
    ASSERT_TRUE(first.complete) << "seed " << seed << ": " << first.problems.back();
    std::ofstream(path) << conversations::print(first.conversation);
    const auto again = held(conversations::read_conversation(path));
    EXPECT_EQ(again.problems, std::vector<std::string>{}) << "seed " << seed;
  }
}

}  // namespace
}  // namespace dogear::simulation
