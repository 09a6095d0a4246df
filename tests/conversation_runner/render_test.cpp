// What the comparison of answers notices, and what it lets pass.
#include "tests/conversations/render.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include "tests/conversations/pretty.hpp"

namespace dogear::conversations {
namespace {

namespace json = boost::json;

constexpr std::int64_t now = 1'780'000'000'000;

class Render : public testing::Test {
 protected:
  std::string render(std::string_view api, std::string_view answer, std::string_view expected) {
    return compact(conversations::render(api, json::parse(answer), json::parse(expected), names));
  }
  std::vector<std::string> compare(std::string_view api, std::string_view expected,
                                   std::string_view actual) {
    const auto rendered =
        conversations::render(api, json::parse(actual), json::parse(expected), names);
    return differences(api, json::parse(expected), rendered);
  }

  Names names{"-here", now};
};

using Lines = std::vector<std::string>;
constexpr auto member = "a-3d22ddba-650e-431d-b558-b8ec1b93f9ff";

TEST_F(Render, NoticesAnotherValue) {
  EXPECT_EQ(compare("Heartbeat", R"({"errorCode":"NONE"})", R"({"errorCode":"UNKNOWN_MEMBER_ID"})"),
            Lines{R"(answer.errorCode is "UNKNOWN_MEMBER_ID", Kafka's was "NONE")"});
}

TEST_F(Render, NoticesAFieldThatIsMissingAndOneTooMany) {
  EXPECT_EQ(compare("Heartbeat", R"({"a":1, "b":2})", R"({"b":2, "c":3})"),
            (Lines{"answer.a is missing, Kafka's was 1", "answer.c is 3, Kafka had none"}));
}

TEST_F(Render, NoticesAnotherOrder) {
  EXPECT_EQ(compare("OffsetCommit", R"({"topics":[1, 2]})", R"({"topics":[2, 1]})").size(), 2u);
  EXPECT_EQ(compare("OffsetCommit", R"({"topics":[1, 2]})", R"({"topics":[1]})").size(), 1u);
}

TEST_F(Render, LetsAnotherOrderPassWhereTheTableSaysSo) {
  EXPECT_EQ(compare("DeleteTopics", R"({"responses":[1, 2]})", R"({"responses":[2, 1]})"), Lines{});
}

TEST_F(Render, WhatIsDrawnIsBoundOnceAndMustAgreeAfterwards) {
  const auto answer = [](std::string id) { return R"({"memberId":")" + id + R"("})"; };
  EXPECT_EQ(compare("JoinGroup", answer("$m"), answer(member)), Lines{});
  EXPECT_EQ(compare("JoinGroup", answer("$m"), answer(member)), Lines{});
  EXPECT_EQ(compare("JoinGroup", answer("$m"), answer("a-00000000-0000-0000-0000-000000000000")),
            Lines{R"(answer.memberId is "$member1", Kafka's was "$m")"});
}

TEST_F(Render, AnIdThatNobodyDrewStaysAsItIs) {
  EXPECT_EQ(render("JoinGroup", R"({"memberId":"nobody"})", R"({"memberId":"$m"})"),
            R"({"memberId":"nobody"})");
}

TEST_F(Render, ATextOfTheConversationStandsByItsName) {
  names.resolve("$orders");
  EXPECT_EQ(render("Metadata", R"({"name":"orders-here"})", "null"), R"({"name":"$orders"})");
}

TEST_F(Render, TextsForPeopleMustBeKafkasWordForWord) {
  const auto recorded = R"({"errorMessage":"it is so"})";
  EXPECT_EQ(compare("CreateTopics", recorded, recorded), Lines{});
  EXPECT_EQ(compare("CreateTopics", recorded, R"({"errorMessage":"it is otherwise"})").size(), 1u);
  EXPECT_EQ(compare("CreateTopics", recorded, R"({"errorMessage":null})").size(), 1u);
}

TEST_F(Render, TextsForPeopleLeaveTimesOut) {
  names.resolve("$now");
  EXPECT_EQ(render("Produce", R"({"errorMessage":"1780000000000 is not in [-5, 1780000000123]"})",
                   "null"),
            R"({"errorMessage":"$now is not in [-5, $number]"})");
}

TEST_F(Render, TimesInTheOffsetsTopicAreMomentsAndTheExpiryComesSoMuchLater) {
  const auto record = R"({"records":[{"records":[{"timestamp":1780000000009, "key":{"type":1},
      "value":{"commitTimestamp":1780000000007, "expireTimestamp":1780000002007}}]}]})";
  EXPECT_EQ(render("Fetch", record, "null"),
            R"({"records":[{"records":[{"timestamp":"$then", "key":{"type":1}, )"
            R"("value":{"commitTimestamp":"$then", "expireTimestamp":"$then+2000ms"}}]}]})");
}

}  // namespace
}  // namespace dogear::conversations
