// What rows.txt and the report of coverage find fault with.
#include "tests/conversations/coverage.hpp"

#include <algorithm>
#include <fstream>

#include <gtest/gtest.h>

namespace dogear::conversations {
namespace {

RowsFile rows_of(const std::string& text) {
  const auto path =
      testing::TempDir() + testing::UnitTest::GetInstance()->current_test_info()->name();
  std::ofstream(path) << text;
  return read_rows(path);
}

Conversation conversation(const std::string& name, std::vector<std::string> rows,
                          const std::string& api = "", protocol::Version version = 0) {
  Conversation made;
  made.name = name;
  made.rows = std::move(rows);
  Step step;
  step.api = api;
  step.version = version;
  made.steps.push_back(step);
  return made;
}

constexpr auto two_rows =
    "reason far: it is too far away\n"
    "## A. Things\n"
    "A1 this\n"
    "A2 that // far\n";

std::vector<std::string> faults(const std::vector<Conversation>& conversations) {
  auto found = Coverage(rows_of(two_rows), conversations).faults();
  std::erase_if(found, [](const auto& fault) { return fault.starts_with("no conversation asks"); });
  return found;
}

using Lines = std::vector<std::string>;

TEST(RowsFile, ReadsRowsWithTheirReasons) {
  const auto file = rows_of(two_rows);
  ASSERT_EQ(file.sections.size(), 1u);
  EXPECT_EQ(file.sections[0].title, "A. Things");
  EXPECT_EQ(file.sections[0].rows[0].text, "this");
  EXPECT_EQ(file.sections[0].rows[0].reason, "");
  EXPECT_EQ(file.sections[0].rows[1].reason, "far");
  EXPECT_EQ(file.reasons[0].second, "it is too far away");
}

TEST(RowsFile, RefusesARowThatOccursTwice) {
  EXPECT_THROW(rows_of("## A\nA1 this\nA1 that\n"), ScriptError);
}

TEST(Coverage, FindsNothingWhereEachRowIsCoveredOnceOrHasAReason) {
  EXPECT_EQ(faults({conversation("a/one", {"A1"})}), Lines{});
}

TEST(Coverage, FindsARowThatIsNotCovered) {
  EXPECT_EQ(faults({}), Lines{"rows.txt: A1 has neither a conversation nor a reason"});
}

TEST(Coverage, FindsAReasonThatHasBecomeUntrue) {
  EXPECT_EQ(faults({conversation("a/one", {"A1", "A2"})}),
            Lines{"rows.txt: A2 has a conversation and a reason"});
}

TEST(Coverage, FindsARowThatDoesNotExist) {
  EXPECT_EQ(faults({conversation("a/one", {"A1", "A9"})}), Lines{"a/one: rows.txt has no row A9"});
}

TEST(Coverage, FindsAConversationThatCoversNothingOfItsOwn) {
  EXPECT_EQ(faults({conversation("a/one", {"A1"}), conversation("a/two", {"A1"}, "Heartbeat", 4)}),
            Lines{"a/one covers nothing that no other conversation does"});
}

TEST(Coverage, FindsAVersionThatNobodyAsks) {
  const auto found =
      Coverage(rows_of(two_rows), {conversation("a/one", {"A1"}, "Heartbeat", 4)}).faults();
  const auto is_missing = [&](const std::string& version) {
    return std::find(found.begin(), found.end(), "no conversation asks " + version) != found.end();
  };
  EXPECT_TRUE(is_missing("Heartbeat/3"));
  EXPECT_FALSE(is_missing("Heartbeat/4"));
}

TEST(Coverage, ReportsWhatIsCoveredAndWhyOtherRowsAreNot) {
  const auto report =
      Coverage(rows_of(two_rows), {conversation("a/one", {"A1"}, "Heartbeat", 4)}).report();
  for (const auto* part : {"| A1 | this | a/one |", "### it is too far away\n\n- A2 that",
                           "| Heartbeat | 4 | a/one |", "| DeleteTopics | responses |"})
    EXPECT_NE(report.find(part), std::string::npos) << part;
}

}  // namespace
}  // namespace dogear::conversations
