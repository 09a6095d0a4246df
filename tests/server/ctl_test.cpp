// `dogear ctl`, asked of a running Dogear and of none; what is printed for people and for programs.
#include "server/ctl.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "running_dogear.hpp"
#include "server/ctl_table.hpp"

namespace dogear::server {
namespace {

namespace json = boost::json;

struct Ended {
  int status;
  std::string output;
  std::string log;
};

Ended run(std::vector<std::string> arguments, const std::vector<std::string>& variables = {}) {
  arguments.insert(arguments.begin(), "ctl");
  RunningDogear command(arguments, variables);
  auto output = command.output();
  auto log = command.log();
  return {command.wait(), std::move(output), std::move(log)};
}

TEST(Ctl, PrintsATableForPeopleAndJsonForPrograms) {
  RunningDogear dogear{{"--topic", "t:2"}};
  const auto here = "DOGEAR_CONTROL=" + std::to_string(dogear.control_port());
  const auto produced =
      run({"topics", "produce", "t", R"(records=[{"value":"a","partition":1}])"}, {here});
  EXPECT_EQ(produced.status, 0) << produced.log;
  EXPECT_EQ(produced.output,
            "topic  t\n"
            "\n"
            "records\n"
            "  partition  offset\n"
            "  1          0\n");
  EXPECT_EQ(run({"groups", "list", "--json"}, {here}).output, "{\"groups\":[]}\n");
  EXPECT_EQ(run({"groups", "list"}, {here}).output, "groups  -\n");
}

TEST(Ctl, PrintsWhatIsRefusedAndTheMember) {
  RunningDogear dogear;
  const auto control = std::to_string(dogear.control_port());
  const auto refused = run({"groups", "describe", "billing", "--control", control});
  EXPECT_EQ(refused.status, 1);
  EXPECT_EQ(refused.output, "");
  EXPECT_EQ(refused.log, "dogear: group: Group billing not found. (GROUP_ID_NOT_FOUND)\n");
  EXPECT_EQ(run({"groups", "describe", "--control", control}).log,
            "dogear: group: is missing (Bad Request)\n"
            "dogear ctl groups describe --help tells what it takes\n");
}

TEST(Ctl, SaysWhatToDoWhenNobodyAnswers) {
  const auto asked = run({"clock", "read", "--port-file", "/nowhere/at/all"});
  EXPECT_EQ(asked.status, 1);
  EXPECT_EQ(asked.log,
            "dogear: no broker answers: there is no /nowhere/at/all yet\n"
            "start one with `dogear`, or give its address by --control or --port-file\n");
}

TEST(Ctl, SaysNoOfWhatIsNotAControlPort) {
  RunningDogear dogear;
  const auto asked = run({"clock", "read", "--control", std::to_string(dogear.kafka_port())});
  EXPECT_EQ(asked.status, 1);
  EXPECT_NE(asked.log, "");
}

// The request that it becomes, or the first line of what is printed.
std::string parsed(const std::vector<std::string>& args) {
  const auto result = parse_ctl(args, {});
  if (const auto* exit = std::get_if<Exit>(&result)) {
    const auto text = exit->out + exit->err;
    return text.substr(0, text.find('\n'));
  }
  const auto& options = std::get<CtlOptions>(result);
  return std::string(options.verb->noun) + "/" + std::string(options.verb->name) + " " +
         json::serialize(options.request);
}

TEST(Ctl, MakesARequestOfItsWords) {
  EXPECT_EQ(parsed({"groups", "describe", "billing"}), R"(groups/describe {"group":"billing"})");
  EXPECT_EQ(parsed({"clock", "advance", "45s", "sessions=expire"}),
            R"(clock/advance {"by":"45s","sessions":"expire"})");
  EXPECT_EQ(parsed({"groups", "committed", "g", "partition=3", "orders"}),
            R"(groups/committed {"group":"g","partition":3,"topic":"orders"})");
  EXPECT_EQ(parsed({"topics", "create", "t", R"({"configs":{"a":1}})", "partitions=3"}),
            R"(topics/create {"name":"t","configs":{"a":1},"partitions":3})");
  EXPECT_EQ(parsed({"topics", "create", R"(name="7")"}), R"(topics/create {"name":"7"})");
  EXPECT_EQ(parsed({"topics/create", "t"}), R"(topics/create {"name":"t"})");
  EXPECT_EQ(parsed({"groups", "describe", "group=a=b"}), R"(groups/describe {"group":"a=b"})");
}

TEST(Ctl, RefusesWordsThatItDoesNotUnderstand) {
  EXPECT_EQ(parsed({"grups"}), "dogear: there is no noun grups; did you mean groups?");
  EXPECT_EQ(parsed({"grups", "list"}), "dogear: there is no noun grups; did you mean groups?");
  EXPECT_EQ(parsed({"topics/creat"}),
            "dogear: there is no verb topics creat; did you mean create?");
  EXPECT_EQ(parsed({"groups", "lst"}), "dogear: there is no verb groups lst; did you mean list?");
  EXPECT_EQ(parsed({"groups", "list", "g"}),
            "dogear: unexpected argument g: groups list takes KEY=VALUE");
  EXPECT_EQ(parsed({"groups", "describe", "g", "group=h"}), "dogear: group is given twice");
  EXPECT_TRUE(parsed({"groups", "describe", "{group}"}).starts_with("dogear: {group} is not JSON"));
  EXPECT_EQ(parsed({"groups", "list", "--jsn"}),
            "dogear: unknown option --jsn; did you mean --json?");
}

TEST(Ctl, ListsTheVerbsThatThereAre) {
  EXPECT_EQ(parsed({"topics"}), "topics list");
  EXPECT_EQ(parsed({"topics", "describe", "--help"}),
            "dogear ctl topics describe [TOPIC [PARTITION]] [KEY=VALUE | JSON]...");
  const auto result = parse_ctl({}, {});
  for (const auto* verb : broker::control::verbs())
    EXPECT_NE(std::get<Exit>(result).out.find(std::string(verb->help)), std::string::npos);
}

TEST(CtlTable, HasALineForEachMemberAndATableForEachList) {
  const auto table =
      table_of(json::parse(R"({"a":null, "list":[{"x":1, "y":"é"}, {"y":[1,2], "z":{"p":true}}],
                      "long":"", "words":["u","v"]})")
                   .get_object());
  EXPECT_EQ(table,
            "a      -\n"
            "long   \"\"\n"
            "words  u,v\n"
            "\n"
            "list\n"
            "  x  y    z\n"
            "  1  é    -\n"
            "  -  1,2  p=true\n");
}

TEST(CtlTable, LetsNoControlCharactersThrough) {
  EXPECT_EQ(table_of(json::parse(R"({"a":"x\n\u001b[1m"})").get_object()), "a  x\\x0a\\x1b[1m\n");
}

}  // namespace
}  // namespace dogear::server
