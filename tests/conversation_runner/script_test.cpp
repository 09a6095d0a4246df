// Conversation files: read and written again.
#include "tests/conversations/script.hpp"

#include <fstream>

#include <gtest/gtest.h>

namespace dogear::conversations {
namespace {

Conversation conversation_of(const std::string& text) {
  const auto path =
      testing::TempDir() + testing::UnitTest::GetInstance()->current_test_info()->name();
  std::ofstream(path) << text;
  return read_conversation(path);
}

constexpr auto recorded =
    "A title.\n"
    "rows: A30 A33\n"
    "\n"
    "broker group.max.size=2 nodes=3 alone\n"
    "topic $orders partitions=2\n"
    "client a billing\n"
    "a@2> waits Heartbeat/4 {\"groupId\":\"$g\"}\n"
    "b> raw 0000\n"
    "b closed\n"
    "clock +30s\n"
    "a< {\"errorCode\":\"NONE\"}\n";

TEST(Script, IsWrittenAsItWasRead) { EXPECT_EQ(print(conversation_of(recorded)), recorded); }

TEST(Script, KnowsItsHead) {
  const auto conversation = conversation_of(recorded);
  EXPECT_EQ(conversation.title, "A title.");
  EXPECT_EQ(conversation.rows, (std::vector<std::string>{"A30", "A33"}));
  EXPECT_EQ(conversation.nodes(), 3);
  EXPECT_TRUE(conversation.has_broker_flag("alone"));
  EXPECT_EQ(conversation.broker_configs(), std::vector<std::string>{"group.max.size=2"});
}

TEST(Script, EveryRequestWithoutAnAnswerGetsARoomForOneUnlessItWaits) {
  const auto conversation = with_missing_answers(
      conversation_of("A title.\n\na> Heartbeat/4 {}\nb> waits Heartbeat/4 {}\nc> raw 00\n"));
  std::string kinds;
  for (const auto& step : conversation.steps)
    kinds += step.connection + (step.kind == StepKind::answer ? "< " : "> ");
  EXPECT_EQ(kinds, "a> a< b> c> c< ");
}

TEST(Script, SaysWhereAMistakeStands) {
  try {
    conversation_of("A title.\n\na> Heartbeat/4 {}\nnonsense\n");
    FAIL();
  } catch (const ScriptError& error) {
    EXPECT_NE(std::string(error.what()).find(":4: not a line"), std::string::npos);
  }
}

}  // namespace
}  // namespace dogear::conversations
