// The process: what it prints, what it writes, and how it ends.
#include <filesystem>
#include <optional>
#include <thread>

#include "running_dogear.hpp"
#include "socket.hpp"

namespace dogear::server {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

std::string temporary(const std::string& name) {
  return fs::temp_directory_path() / (name + "-" + std::to_string(getpid()));
}

std::vector<std::string> keys_of(const json::object& object) {
  std::vector<std::string> keys;
  for (const auto& member : object) keys.emplace_back(member.key());
  return keys;
}

TEST(Process, PrintsOneReadyLineAndNothingElse) {
  RunningDogear dogear({"--nodes", "2"});
  const auto ready = dogear.ready();
  EXPECT_EQ(keys_of(ready),
            (std::vector<std::string>{"bootstrap", "control", "nodes", "version", "pid"}));
  EXPECT_EQ(ready.at("pid"), dogear.pid());
  const auto& nodes = ready.at("nodes").as_array();
  ASSERT_EQ(nodes.size(), 2U);
  const auto address = [&](std::size_t i) {
    return json::value_to<std::string>(nodes[i].at("address"));
  };
  EXPECT_EQ(nodes[0].at("id"), 1);
  EXPECT_EQ(nodes[1].at("id"), 2);
  EXPECT_EQ(json::value_to<std::string>(ready.at("bootstrap")), address(0) + "," + address(1));
  EXPECT_TRUE(json::value_to<std::string>(ready.at("control")).starts_with("http://127.0.0.1:"));

  const Socket client(dogear.kafka_port());
  EXPECT_TRUE(client.ask("ApiVersions", 0).is_object());
  const auto line = dogear.ready_line();
  EXPECT_EQ(dogear.end(), 0);
  EXPECT_EQ(dogear.output(), line + "\n");
}

TEST(Process, LogsEachRequestIfToldTo) {
  for (const auto* level : {"debug", "info"}) {
    RunningDogear dogear({"--log-level", level});
    const Socket client(dogear.kafka_port());
    EXPECT_TRUE(client.ask("ApiVersions", 0).is_object());
    EXPECT_EQ(dogear.end(), 0);
    const auto log = dogear.log();
    const auto tells = log.find("ApiVersions v0, correlation ") != std::string::npos;
    EXPECT_EQ(tells, std::string_view(level) == "debug") << log;
  }
}

TEST(Process, SaysNullWhereThereIsNoControlPort) {
  RunningDogear dogear({"--control", "off"});
  EXPECT_TRUE(dogear.ready().at("control").is_null());
}

TEST(Process, WritesThePortFileAsAWhole) {
  const auto file = temporary("ports");
  RunningDogear dogear({"--port-file", file});
  ASSERT_NE(dogear.ready_line(), "");
  std::ifstream in(file);
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  EXPECT_EQ(text, dogear.ready_line() + "\n");
  EXPECT_FALSE(fs::exists(file + ".new"));
  fs::remove(file);
}

TEST(Process, EndsWithStatus1WhenThePortFileCannotBeWritten) {
  RunningDogear dogear({"--port-file", "/nowhere/at/all"});
  EXPECT_EQ(dogear.output(), "");
  EXPECT_NE(dogear.log().find("/nowhere/at/all"), std::string::npos);
  EXPECT_EQ(dogear.wait(), 1);
}

TEST(Process, EndsWithStatus0WhenAskedTo) {
  for (const auto number : {SIGTERM, SIGINT}) {
    RunningDogear dogear;
    ASSERT_NE(dogear.ready_line(), "");
    EXPECT_EQ(dogear.end(number), 0);
  }
}

TEST(Process, EndsWithStatus0WhileClientsAreConnectedAndWait) {
  RunningDogear dogear({"--topic", "t"});
  const Socket half(dogear.kafka_port());
  EXPECT_TRUE(half.send(Bytes{0, 0, 1, 0, 0, 18}));
  const Socket waiting(dogear.kafka_port());
  EXPECT_TRUE(waiting.ask("ApiVersions", 0).is_object());
  EXPECT_TRUE(waiting.send(request_frame(
      "Fetch", 12, R"({"maxWaitMs":100000,"minBytes":1,"maxBytes":1000,"topics":[{"topic":"t",
                       "partitions":[{"partition":0,"partitionMaxBytes":1000}]}]})")));
  const Socket http(dogear.control_port());
  EXPECT_TRUE(http.send("GET /met"));
  EXPECT_EQ(dogear.end(), 0);
  EXPECT_TRUE(waiting.is_closed());
}

TEST(Process, EndsWithStatus1AndNamesAPortThatIsTaken) {
  RunningDogear first;
  const auto address = json::value_to<std::string>(first.ready().at("bootstrap"));
  RunningDogear second({"--listen", address, "--control", "off"});
  EXPECT_EQ(second.output(), "");
  EXPECT_NE(second.log().find("cannot listen on " + address), std::string::npos) << second.log();
  EXPECT_EQ(second.wait(), 1);

  const auto control = "127.0.0.1:" + std::to_string(first.control_port());
  RunningDogear third({"--control", control});
  EXPECT_EQ(third.output(), "");
  EXPECT_NE(third.log().find("cannot listen on " + control), std::string::npos) << third.log();
  EXPECT_EQ(third.wait(), 1);
}

TEST(Process, EndsWithStatus2AndTheNearestNameForABadOption) {
  RunningDogear dogear({"--nods", "2"});
  EXPECT_EQ(dogear.output(), "");
  EXPECT_NE(dogear.log().find("--nodes"), std::string::npos) << dogear.log();
  EXPECT_EQ(dogear.wait(), 2);
}

// A shell starts Dogear, tells its process id, and is killed.
TEST(Process, EndsWithItsParentWhenAskedTo) {
  PipeText output;
  const auto parent = fork();
  if (parent == 0) {
    dup2(output.in(), STDOUT_FILENO);
    const auto command =
        std::string(DOGEAR_BINARY) + " --listen 127.0.0.1:0 --exit-with-parent 2>/dev/null; true";
    execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
    _exit(127);
  }
  output.close_in();
  ASSERT_TRUE(output.contains("\n"));
  const auto pid = json::value_to<pid_t>(json::parse(output.so_far()).at("pid"));
  EXPECT_EQ(kill(pid, 0), 0);
  kill(parent, SIGKILL);
  waitpid(parent, nullptr, 0);
  EXPECT_TRUE(has_ended(pid));
}

TEST(Process, OutlivesTheThreadThatStartedIt) {
  std::optional<RunningDogear> dogear;
  std::thread([&] {
    dogear.emplace(std::vector<std::string>{"--exit-with-parent"});
    EXPECT_NE(dogear->ready_line(), "");
  }).join();
  const Socket client(dogear->kafka_port());
  EXPECT_TRUE(client.ask("ApiVersions", 0).is_object());
  EXPECT_EQ(dogear->end(), 0);
}

}  // namespace
}  // namespace dogear::server
