// The clock verbs, asked as a user asks them: JSON in, JSON out.
#include <boost/json.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "../harness.hpp"
#include "broker/control/verb.hpp"

namespace dogear::broker::control {
namespace {

namespace json = boost::json;

class Clock : public testing::Test {
 protected:
  // The time and mode that a verb answers, or why it refuses.
  std::string ask(std::string_view verb, std::string_view request = "{}") {
    const auto answer =
        find_verb("clock", verb)->run(harness.broker, json::parse(request).as_object());
    if (const auto* problem = std::get_if<Problem>(&answer))
      return problem->field + ": " + problem->detail;
    const auto& told = std::get<json::object>(answer);
    EXPECT_EQ(told.at("nowMs"), epoch_ms(harness.broker.now()));
    return json::value_to<std::string>(told.at("now")) + " " +
           json::value_to<std::string>(told.at("mode"));
  }

  Harness harness;
};

TEST_F(Clock, TellsTheTime) { EXPECT_EQ(ask("read"), "1970-01-01T00:16:40.000Z real"); }

TEST_F(Clock, AdvancesByDurationsInEverySpelling) {
  EXPECT_EQ(ask("advance", R"({"by":"45s"})"), "1970-01-01T00:17:25.000Z real");
  EXPECT_EQ(ask("advance", R"({"by":250})"), "1970-01-01T00:17:25.250Z real");
  EXPECT_EQ(ask("advance", R"({"by":"PT1H"})"), "1970-01-01T01:17:25.250Z real");
  EXPECT_EQ(ask("advance", R"({"by":0})"), "1970-01-01T01:17:25.250Z real");
}

TEST_F(Clock, IsSetForwardAndToStandStill) {
  EXPECT_EQ(ask("set", R"({"to":"2026-01-31T12:00:00Z"})"), "2026-01-31T12:00:00.000Z real");
  EXPECT_EQ(ask("set", R"({"mode":"manual"})"), "2026-01-31T12:00:00.000Z manual");
  EXPECT_EQ(ask("set", R"({"to":1769860800250,"mode":"real"})"), "2026-01-31T12:00:00.250Z real");
}

TEST_F(Clock, NeverGoesBackNorBeyondTheYear9999) {
  EXPECT_EQ(ask("set", R"({"to":999999})"),
            "to: time does not go back: it is 1970-01-01T00:16:40.000Z");
  EXPECT_EQ(ask("advance", R"({"by":"9999d"})"), "1997-05-18T00:16:40.000Z real");
  EXPECT_EQ(ask("advance", R"({"by":"3652000d"})"),
            "by: would be after 9999-12-31T23:59:59.999Z, the latest time");
  EXPECT_EQ(ask("advance", R"({"by":9223372036854775807})"),
            "by: would be after 9999-12-31T23:59:59.999Z, the latest time");
}

TEST_F(Clock, ALeapKeepsConnectedMembersWhoseSessionsEndAtTheSameMoment) {
  for (const auto* group : {"a", "b", "c"}) {
    harness.ask_json("FindCoordinator", 3, fmt::format(R"({{"key":"{}"}})", group));
    harness.ask_json("JoinGroup", 3,
                     fmt::format(R"({{"groupId":"{}", "sessionTimeoutMs":10000,
                         "rebalanceTimeoutMs":20000, "protocolType":"consumer",
                         "protocols":[{{"name":"range", "metadata":""}}]}})",
                                 group));
  }
  const auto leap = find_verb("clock", "advance")->run(harness.broker, {{"by", "10s"}});
  std::string came_due;
  for (const auto& due : std::get<json::object>(leap).at("cameDue").as_array())
    came_due += json::serialize(due.at("group")) + json::serialize(due.at("what"));
  EXPECT_EQ(came_due, R"("a""session renewed""b""session renewed""c""session renewed")");
}

TEST_F(Clock, NamesTheMemberThatDoesNotFit) {
  EXPECT_EQ(ask("read", R"({"by":1})"), "by: is unknown");
  EXPECT_EQ(ask("advance"), "by: is missing");
  EXPECT_EQ(ask("advance", R"({"by":-1})"),
            "by: expected a duration like 45s, 1h30m, 250ms or PT45S, or milliseconds");
  EXPECT_EQ(ask("advance", R"({"by":"1s","form":1})"),
            "form: is unknown; expected one of: by, sessions");
  EXPECT_EQ(ask("set"), "to: is missing");
  EXPECT_EQ(ask("set", R"({"to":"noon"})"),
            "to: expected a time like 2026-01-31T12:00:00.250Z, or milliseconds since 1970");
  EXPECT_EQ(ask("set", R"({"mode":"slow"})"), "mode: expected one of: real, manual");
  EXPECT_EQ(harness.broker.now(), broker_time(1'000'000));
}

TEST(Verbs, AreToldWithTheirWords) {
  const auto told = describe_verbs();
  EXPECT_EQ(told.at("verbs").as_array().size(), verbs().size());
  for (const auto* verb : verbs()) {
    EXPECT_EQ(find_verb(verb->noun, verb->name), verb);
    EXPECT_FALSE(verb->help.empty() || verb->takes.empty() || verb->gives.empty()) << verb->name;
  }
  EXPECT_EQ(find_verb("clock", "stop"), nullptr);
}

}  // namespace
}  // namespace dogear::broker::control
