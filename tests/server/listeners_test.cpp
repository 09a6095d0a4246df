// Listeners by Kafka's configs: what is opened, what is told, and what is refused.
#include "server/listeners.hpp"

#include <algorithm>
#include <fstream>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include "running_dogear.hpp"
#include "server/options.hpp"
#include "socket.hpp"

namespace dogear::server {
namespace {

namespace json = boost::json;

// A line each, the notes after them; or the refusal.
std::string opened(const Settings& configs, std::int32_t nodes = 1) {
  try {
    const auto [open, notes] = listeners_of(configs);
    check_ports(open, nodes);
    std::string text;
    for (const auto& [name, listen, advertised] : open) {
      text += fmt::format("{} at '{}' {}", name, listen.host, listen.port);
      if (advertised != Endpoint{})
        text += fmt::format(", told as '{}' {}", advertised.host, advertised.port);
      text += "\n";
    }
    for (const auto& note : notes) text += note + "\n";
    return text;
  } catch (const BadOption& refusal) {
    return refusal.what();
  }
}

// As `-c` for each of the settings, over those that all questions have.
std::string answer_to(const std::string& question) {
  std::vector<std::string> args{"-c", "process.roles=broker,controller",
                                "-c", "node.id=1",
                                "-c", "controller.quorum.voters=1@localhost:9093",
                                "-c", "controller.listener.names=CONTROLLER",
                                "-c", "listeners=PLAINTEXT://:9092,CONTROLLER://:9093"};
  for (std::size_t begin = 0; begin < question.size();) {
    const auto end = std::min(question.find("; ", begin), question.size());
    args.insert(args.end(), {"-c", question.substr(begin, end - begin)});
    begin = end + 2;
  }
  const auto parsed = parse_options(args, {}, Machine{std::uint64_t{1} << 30});
  const auto* exit = std::get_if<Exit>(&parsed);
  if (!exit) return "fine";
  const std::string prefix = "dogear: ";
  return exit->err.substr(prefix.size(), exit->err.find('\n') - prefix.size());
}

TEST(Listeners, AreOneOnTheLoopbackUnlessTold) {
  EXPECT_EQ(opened({}), "PLAINTEXT at 'localhost' 9092\n");
}

TEST(Listeners, HaveNamesAndAdvertisedAddresses) {
  EXPECT_EQ(opened({{"listeners", "plaintext://:9092, HOST://0.0.0.0:29092,V6://[::1]:0"},
                    {"advertised.listeners", "HOST://some-host.example:1,V6://[fe80::1]:0"}}),
            "PLAINTEXT at '' 9092\n"
            "HOST at '0.0.0.0' 29092, told as 'some-host.example' 1\n"
            "V6 at '::1' 0, told as 'fe80::1' 0\n");
}

TEST(Listeners, OfAControllerAreNotOpened) {
  const Settings configs{{"listeners", "PLAINTEXT://:9092,CONTROLLER://:9093"},
                         {"advertised.listeners", "PLAINTEXT://kafka:9092,CONTROLLER://kafka:9093"},
                         {"listener.security.protocol.map", "CONTROLLER:SSL,PLAINTEXT:PLAINTEXT"}};
  const auto* const told =
      "PLAINTEXT at '' 9092, told as 'kafka' 9092\n"
      "listener CONTROLLER is not opened: there is no controller to connect to\n";
  EXPECT_EQ(opened(configs), told);
  auto named = configs;
  named["controller.listener.names"] = "controller";
  EXPECT_EQ(opened(named), told);
  EXPECT_EQ(
      opened({{"listeners", "C://:9093"}, {"controller.listener.names", "C"}}),
      "requirement failed: There must be at least one broker advertised listener. Perhaps all "
      "listeners appear in controller.listener.names?");
}

TEST(Listeners, OnANameListenOnEveryAddress) {
  EXPECT_EQ(opened({{"listeners", "PLAINTEXT://broker:9092,LOCAL://localhost:9093"}}),
            "PLAINTEXT at '' 9092, told as 'broker' 0\n"
            "LOCAL at 'localhost' 9093\n"
            "listener PLAINTEXT listens on all addresses: broker is not resolved, only given to "
            "clients\n");
}

TEST(Listeners, AreRefusedUnlessPlaintext) {
  EXPECT_EQ(opened({{"listeners", "SSL://:9093"}}),
            "listener SSL is mapped to SSL, but only PLAINTEXT is supported yet");
  EXPECT_EQ(opened({{"listeners", "A://:1,B://:2"},
                    {"listener.security.protocol.map", "a:plaintext, b:SASL_PLAINTEXT"}}),
            "listener B is mapped to SASL_PLAINTEXT, but only PLAINTEXT is supported yet");
  EXPECT_EQ(
      opened({{"listeners", "A://:1"}, {"listener.security.protocol.map", "B:PLAINTEXT"}}),
      "Error creating broker listeners from '[A://:1]': No security protocol defined for listener "
      "A");
  EXPECT_EQ(opened({{"listeners", "A://:1"}, {"listener.security.protocol.map", "A:PLAIN"}}),
            "Invalid security protocol `PLAIN` defined in listener.security.protocol.map");
  EXPECT_EQ(opened({{"listener.security.protocol.map", "A"}}),
            "bad listener.security.protocol.map A: expected NAME:PROTOCOL,...");
}

// listener_answers.txt: questions, and what Kafka says to each.
TEST(Listeners, AreTakenAndRefusedAsByKafka) {
  std::ifstream file(DOGEAR_SOURCE_DIR "/tests/server/listener_answers.txt");
  std::string question;
  int answers = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("? ")) question = line.substr(2);
    if (!line.starts_with("= ")) continue;
    ++answers;
    EXPECT_EQ(answer_to(question), line.substr(2)) << question;
  }
  EXPECT_GT(answers, 30);
}

TEST(Listeners, HavePortsOfTheirOwnOnEveryNode) {
  const Settings close{{"listeners", "A://:9092,B://:9094"}};
  EXPECT_EQ(opened(close, 2), "A at '' 9092\nB at '' 9094\n");
  EXPECT_EQ(opened(close, 3),
            "Each listener must have a different port: A of node 3 and B of node 1 would both have "
            "port 9094");
  EXPECT_EQ(opened({{"listeners", "A://:0,B://:0"}}, 3), "A at '' 0\nB at '' 0\n");
  EXPECT_EQ(opened({{"listeners", "A://127.0.0.1:1,B://[::1]:1"}}),
            "A at '127.0.0.1' 1\nB at '::1' 1\n");
  EXPECT_EQ(opened({{"listeners", "A://:65535"}}, 2),
            "--nodes 2: the last node would have port 65536; the highest is 65535");
  EXPECT_EQ(opened({{"listeners", "A://:1"}, {"advertised.listeners", "A://localhost:65535"}}, 2),
            "--nodes 2: the last node would have port 65536; the highest is 65535");
}

// --- the process

// "id host:port" of each node, where the listener is at `port`.
std::string told_at(std::uint16_t port) {
  const Socket client(port);
  std::string text;
  const auto metadata = client.ask("Metadata", 13, R"({"topics":[]})");
  const auto cluster = client.ask("DescribeCluster", 2);
  EXPECT_EQ(metadata.at("clusterId"), cluster.at("clusterId"));
  for (std::size_t i = 0; i < metadata.at("brokers").as_array().size(); ++i) {
    const auto& node = metadata.at("brokers").at(i);
    const auto& same = cluster.at("brokers").at(i);
    EXPECT_EQ(node.at("host"), same.at("host"));
    EXPECT_EQ(node.at("port"), same.at("port"));
    text += fmt::format("{} {}:{}\n", node.at("nodeId").as_int64(),
                        node.at("host").as_string().c_str(), node.at("port").as_int64());
  }
  return text;
}

std::string coordinator_at(std::uint16_t port) {
  const Socket client(port);
  const auto found = client.ask("FindCoordinator", 4, R"({"keyType":0,"coordinatorKeys":["g"]})");
  const auto& one = found.at("coordinators").at(0);
  return fmt::format("{}:{}", one.at("host").as_string().c_str(), one.at("port").as_int64());
}

std::uint16_t port_of(const json::value& node, std::string_view listener) {
  const auto text = json::value_to<std::string>(node.at("listeners").at(listener));
  return static_cast<std::uint16_t>(std::stoi(text.substr(text.rfind(':') + 1)));
}

TEST(Listeners, TellClientsTheAddressOfTheOneThatTheyReached) {
  RunningDogear dogear({"--listen", "INNER://127.0.0.1:0,OUTER://:0", "--listen", "PLAIN://[::]:0",
                        "--advertise", "INNER://kafka.example:29092", "--advertise",
                        "OUTER://localhost:0", "--nodes", "2"});
  const auto ready = dogear.ready();
  const auto& nodes = ready.at("nodes").as_array();
  for (const auto& node : nodes) {
    EXPECT_EQ(node.at("address"), node.at("listeners").at("INNER"));
    EXPECT_EQ(told_at(port_of(node, "INNER")), "1 kafka.example:29092\n2 kafka.example:29093\n");
    EXPECT_EQ(told_at(port_of(node, "OUTER")),
              fmt::format("1 localhost:{}\n2 localhost:{}\n", port_of(nodes[0], "OUTER"),
                          port_of(nodes[1], "OUTER")));
    EXPECT_EQ(told_at(port_of(node, "PLAIN")),
              fmt::format("1 127.0.0.1:{}\n2 127.0.0.1:{}\n", port_of(nodes[0], "PLAIN"),
                          port_of(nodes[1], "PLAIN")));
  }
  EXPECT_EQ(coordinator_at(port_of(nodes[0], "OUTER")).substr(0, 10), "localhost:");
  EXPECT_EQ(coordinator_at(port_of(nodes[0], "INNER")).substr(0, 16), "kafka.example:29");
}

TEST(Listeners, AreThoseOfAComposeFile) {
  RunningDogear dogear(
      {"", "--control", "127.0.0.1:0"},
      {"KAFKA_NODE_ID=7", "KAFKA_PROCESS_ROLES=broker,controller",
       "KAFKA_LISTENERS=PLAINTEXT://:0,CONTROLLER://:9093,PLAINTEXT_HOST://0.0.0.0:0",
       "KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://broker:29092,PLAINTEXT_HOST://localhost:9092",
       "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,"
       "PLAINTEXT_HOST:PLAINTEXT",
       "KAFKA_CONTROLLER_QUORUM_VOTERS=7@broker:29093",
       "KAFKA_INTER_BROKER_LISTENER_NAME=PLAINTEXT", "KAFKA_CONTROLLER_LISTENER_NAMES=CONTROLLER",
       "CLUSTER_ID=MkU3OEVBNTcwNTJENTM2Qk"});
  const auto ready = dogear.ready();
  const auto& node = ready.at("nodes").at(0);
  EXPECT_EQ(told_at(port_of(node, "PLAINTEXT")), "7 broker:29092\n");
  EXPECT_EQ(told_at(port_of(node, "PLAINTEXT_HOST")), "7 localhost:9092\n");
  EXPECT_FALSE(node.at("listeners").as_object().contains("CONTROLLER"));
  const Socket client(port_of(node, "PLAINTEXT"));
  EXPECT_EQ(client.ask("Metadata", 13, R"({"topics":[]})").at("clusterId"),
            "MkU3OEVBNTcwNTJENTM2Qk");
  EXPECT_EQ(dogear.end(), 0);
  const auto log = dogear.log();
  EXPECT_NE(log.find("listener CONTROLLER is not opened: there is no controller to connect to"),
            std::string::npos);
  EXPECT_NE(log.find("configs without effect in Dogear: controller.quorum.voters, process.roles"),
            std::string::npos)
      << log;
}

}  // namespace
}  // namespace dogear::server
