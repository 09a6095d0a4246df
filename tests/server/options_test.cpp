#include "server/options.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "server/option_table.hpp"

namespace dogear::server {
namespace {

using Args = std::vector<std::string>;

constexpr Machine machine{std::uint64_t{8} << 30};

Options options(const Args& args, const Environment& environment = {}) {
  auto parsed = parse_options(args, environment, machine);
  if (const auto* exit = std::get_if<Exit>(&parsed)) throw std::runtime_error(exit->err);
  return std::get<Options>(std::move(parsed));
}

// The line of error; the usage line after it and the status are the same for all.
std::string refusal(const Args& args, const Environment& environment = {}) {
  const auto parsed = parse_options(args, environment, machine);
  const auto* exit = std::get_if<Exit>(&parsed);
  if (!exit) return "accepted";
  EXPECT_EQ(exit->status, 2);
  EXPECT_EQ(exit->out, "");
  EXPECT_EQ(std::count(exit->err.begin(), exit->err.end(), '\n'), 2) << exit->err;
  EXPECT_NE(exit->err.find("\nusage: dogear "), std::string::npos) << exit->err;
  const std::string prefix = "dogear: ";
  EXPECT_TRUE(exit->err.starts_with(prefix));
  return exit->err.substr(prefix.size(), exit->err.find('\n') - prefix.size());
}

// Each where it listens, and what it advertises if that is another address.
std::string listeners(const Options& options) {
  std::string text;
  for (const auto& listener : options.listeners) {
    text += (text.empty() ? "" : ", ") +
            fmt::format("{} {} {}", listener.name, listener.listen.host, listener.listen.port);
    if (listener.advertised != Endpoint{})
      text += fmt::format(" -> {} {}", listener.advertised.host, listener.advertised.port);
  }
  return text;
}

Exit ending(const Args& args) { return std::get<Exit>(parse_options(args, {}, machine)); }

// A file that lives as long as the test.
class File {
 public:
  explicit File(const std::string& text)
      : path_(std::filesystem::temp_directory_path() /
              ("dogear-options-" + std::to_string(getpid()))) {
    std::ofstream(path_) << text;
  }
  ~File() { std::filesystem::remove(path_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  std::string path() const { return path_; }

 private:
  std::filesystem::path path_;
};

TEST(Options, StandWhereExamplesOfClientsExpectKafka) {
  const auto defaults = options({});
  EXPECT_EQ(listeners(defaults), "PLAINTEXT localhost 9092");
  EXPECT_EQ(defaults.control, (Endpoint{"127.0.0.1", 9644}));
  EXPECT_EQ(defaults.nodes, 1);
  EXPECT_EQ(defaults.as_version->name, "4.3");
  EXPECT_TRUE(defaults.topics.empty());
  EXPECT_EQ(defaults.broker_config, broker::parse_broker_config({}).value());
  EXPECT_EQ(defaults.clock, ClockOption{});
  EXPECT_EQ(defaults.seed.value, 0u);
  EXPECT_EQ(defaults.port_file, std::nullopt);
  EXPECT_EQ(defaults.memory_limit_bytes, machine.memory_bytes / 2);
  EXPECT_EQ(defaults.log_level, LogThreshold::info);
  EXPECT_FALSE(defaults.exit_with_parent);
  EXPECT_TRUE(defaults.warnings.empty());
}

TEST(Options, TakeEveryOption) {
  const auto all = options({"--listen",
                            "0.0.0.0:19092",
                            "--advertise",
                            "kafka.example:0",
                            "--control=[::1]:8080",
                            "--nodes",
                            "3",
                            "--topic",
                            "orders:6",
                            "--topic",
                            "prices:1:cleanup.policy=compact",
                            "-c",
                            "group.max.size=4",
                            "-cnum.partitions=2",
                            "--broker-config",
                            "min.insync.replicas=2",
                            "--clock",
                            "manual:1970-01-01T00:00:01Z",
                            "--seed",
                            "7",
                            "--port-file",
                            "ports.json",
                            "--init",
                            "seed.jsonl",
                            "--as-version",
                            "4.0.1",
                            "--memory-limit",
                            "512M",
                            "--log-level",
                            "debug",
                            "--exit-with-parent"});
  EXPECT_EQ(listeners(all), "PLAINTEXT 0.0.0.0 19092 -> kafka.example 0");
  EXPECT_EQ(all.control, (Endpoint{"::1", 8080}));
  EXPECT_EQ(all.nodes, 3);
  EXPECT_EQ(all.init_file, "seed.jsonl");
  EXPECT_EQ(all.as_version->name, "4.0");
  ASSERT_EQ(all.topics.size(), 2u);
  EXPECT_EQ(all.topics[0], (TopicOption{"orders", 6, {}}));
  EXPECT_EQ(all.topics[1], (TopicOption{"prices", 1, {{"cleanup.policy", "compact"}}}));
  EXPECT_EQ(all.broker_config.group_max_size, 4);
  EXPECT_EQ(all.broker_config.num_partitions, 2);
  EXPECT_EQ(all.broker_config.topic_defaults.min_insync_replicas, 2);
  EXPECT_EQ(all.broker_config.offsets_topic_num_partitions, 3);
  EXPECT_EQ(all.clock, (ClockOption{ClockMode::manual, broker_time(1000)}));
  EXPECT_EQ(all.seed.value, 7u);
  EXPECT_EQ(all.port_file, "ports.json");
  EXPECT_EQ(all.memory_limit_bytes, 512u << 20);
  EXPECT_EQ(all.log_level, LogThreshold::debug);
  EXPECT_TRUE(all.exit_with_parent);
}

TEST(Options, TheControlPortIsFreeWhereTheKafkaPortIs) {
  EXPECT_EQ(options({"--listen", "127.0.0.1:0"}).control, (Endpoint{"127.0.0.1", 0}));
  EXPECT_EQ(options({"--listen", ":0", "--control", ":9999"}).control,
            (Endpoint{"localhost", 9999}));
  EXPECT_EQ(options({"--control", "off"}).control, std::nullopt);
}

TEST(Options, TheLastOfEqualOptionsCounts) {
  EXPECT_EQ(options({"--nodes", "2", "--nodes", "3"}).nodes, 3);
  EXPECT_FALSE(options({"--exit-with-parent", "--exit-with-parent=false"}).exit_with_parent);
  const auto topics = options({"--topic", "a:1", "--topic", "b", "--topic", "a:2"}).topics;
  ASSERT_EQ(topics.size(), 2u);
  EXPECT_EQ(topics[0], (TopicOption{"a", 2, {}}));
}

TEST(Options, AnOptionWinsOverAVariableOverAFileOverTheDefault) {
  const File file(
      "nodes = 2\nseed=2\nlog-level = "
      "warn\nnum.partitions=2\ngroup.max.size=2\nfetch.max.bytes=2000\n");
  const Environment environment{{"DOGEAR_CONFIG", file.path()},
                                {"DOGEAR_NODES", "3"},
                                {"DOGEAR_SEED", "3"},
                                {"DOGEAR_BROKER_CONFIG", "num.partitions=3 group.max.size=3"}};
  const auto mixed = options({"--nodes", "4", "-c", "num.partitions=4"}, environment);
  EXPECT_EQ(mixed.nodes, 4);
  EXPECT_EQ(mixed.seed.value, 3u);
  EXPECT_EQ(mixed.log_level, LogThreshold::warning);
  EXPECT_EQ(mixed.memory_limit_bytes, machine.memory_bytes / 2);
  EXPECT_EQ(mixed.broker_config.num_partitions, 4);
  EXPECT_EQ(mixed.broker_config.group_max_size, 3);
  EXPECT_EQ(mixed.broker_config.fetch_max_bytes, 2000);
}

TEST(Options, EveryOptionIsAVariable) {
  const Environment environment{{"DOGEAR_LISTEN", ":1"},
                                {"DOGEAR_ADVERTISE", "dogear:9092"},
                                {"DOGEAR_CONTROL", "off"},
                                {"DOGEAR_PORT_FILE", "f"},
                                {"DOGEAR_NODES", "2"},
                                {"DOGEAR_TOPIC", "a:1\n b:2 "},
                                {"DOGEAR_BROKER_CONFIG", "group.max.size=1"},
                                {"DOGEAR_INIT", "seed.jsonl"},
                                {"DOGEAR_AS_VERSION", "3.9"},
                                {"DOGEAR_MEMORY_LIMIT", "2M"},
                                {"DOGEAR_CLOCK", "manual"},
                                {"DOGEAR_SEED", "5"},
                                {"DOGEAR_LOG_LEVEL", "off"},
                                {"DOGEAR_EXIT_WITH_PARENT", "1"},
                                {"DOGEAR_CONFIG", ""}};
  EXPECT_EQ(environment.size(), option_table().size());
  const auto given = options({}, environment);
  EXPECT_EQ(listeners(given), "PLAINTEXT localhost 1 -> dogear 9092");
  EXPECT_EQ(given.control, std::nullopt);
  EXPECT_EQ(given.port_file, "f");
  EXPECT_EQ(given.nodes, 2);
  ASSERT_EQ(given.topics.size(), 2u);
  EXPECT_EQ(given.topics[1], (TopicOption{"b", 2, {}}));
  EXPECT_EQ(given.broker_config.group_max_size, 1);
  EXPECT_EQ(given.init_file, "seed.jsonl");
  EXPECT_EQ(given.as_version->name, "3.9");
  EXPECT_EQ(given.memory_limit_bytes, 2u << 20);
  EXPECT_EQ(given.clock.mode, ClockMode::manual);
  EXPECT_EQ(given.seed.value, 5u);
  EXPECT_EQ(given.log_level, LogThreshold::off);
  EXPECT_TRUE(given.exit_with_parent);
  EXPECT_TRUE(given.warnings.empty());
}

TEST(Options, AFileHasALineForEach) {
  const File file(
      "# what our tests need\n"
      "\n"
      "  listen = :7000\r\n"
      "topic=orders:6\n"
      "topic = prices\n"
      "exit-with-parent = yes\n"
      "log.cleanup.policy = compact, \\\n  delete\n"
      "listeners=A://:1\n"
      "process.roles=broker,controller\n"
      "broker-config = group.max.size=9");
  const auto given = options({"--config", file.path(), "--topic", "last"});
  EXPECT_EQ(listeners(given), "PLAINTEXT localhost 7000");
  ASSERT_EQ(given.topics.size(), 3u);
  EXPECT_EQ(given.topics[2].name, "last");
  EXPECT_TRUE(given.exit_with_parent);
  EXPECT_TRUE(given.broker_config.topic_defaults.cleanup_policy.compact);
  EXPECT_EQ(given.broker_config.group_max_size, 9);
}

TEST(Options, AFileOfKafkasIsOne) {
  const File file(
      "# The role of this server\nprocess.roles=broker,controller\nnode.id=1\n"
      "controller.quorum.bootstrap.servers=localhost:9093\n"
      "listeners=PLAINTEXT://:9092,CONTROLLER://:9093\ninter.broker.listener.name=PLAINTEXT\n"
      "advertised.listeners=PLAINTEXT://localhost:9092,CONTROLLER://localhost:9093\n"
      "controller.listener.names=CONTROLLER\n"
      "listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT\n"
      "log.dirs=/tmp/kraft-combined-logs\nlog.retention.hours=168\n");
  const auto given = options({"--config", file.path()});
  EXPECT_EQ(listeners(given), "PLAINTEXT  9092 -> localhost 9092");
  EXPECT_EQ(given.broker_config.without_effect,
            (std::vector<std::string>{"process.roles", "controller.quorum.bootstrap.servers",
                                      "log.dirs"}));
}

TEST(Options, AFileIsRefusedByLine) {
  const File typo("node=1\n");
  EXPECT_EQ(refusal({"--config", typo.path()}),
            typo.path() + ":1: unknown option node; did you mean nodes?");
  const File config("\nnum.partition=1\n");
  EXPECT_EQ(
      refusal({"--config", config.path()}),
      config.path() + ":2: unknown broker config num.partition; did you mean num.partitions?");
  const File value("nodes=many\n");
  EXPECT_EQ(refusal({"--config", value.path()}),
            "bad " + value.path() + ":1: nodes many: expected a number from 1 to 100");
  EXPECT_EQ(refusal({"--config", "/nowhere/at/all"}), "cannot read --config /nowhere/at/all");
}

TEST(Options, AnUnknownOneIsRefusedWithTheNearest) {
  EXPECT_EQ(refusal({"--lisen", ":1"}), "unknown option --lisen; did you mean --listen?");
  EXPECT_EQ(refusal({"--lisen=:1"}), "unknown option --lisen; did you mean --listen?");
  EXPECT_EQ(refusal({"-nodes", "3"}), "unknown option -nodes; did you mean --nodes?");
  EXPECT_EQ(refusal({"--zzz"}), "unknown option --zzz");
  EXPECT_EQ(refusal({"start"}), "unexpected argument start");
  EXPECT_EQ(refusal({""}), "unexpected argument ");
  EXPECT_EQ(refusal({"two\nlines"}), "unexpected argument two?lines");
}

TEST(Options, AnUnknownVariableIsAWarning) {
  const auto given = options({}, {{"DOGEAR_LISTN", ":1"}, {"DOGEAR_PORT", "tcp://10.0.0.1:9092"}});
  EXPECT_EQ(given.warnings,
            (std::vector<std::string>{"unknown variable DOGEAR_LISTN; did you mean DOGEAR_LISTEN?",
                                      "unknown variable DOGEAR_PORT"}));
}

TEST(Options, BadValuesAreRefusedWithWhatWasExpected) {
  EXPECT_EQ(refusal({"--nodes"}), "--nodes needs a value: N");
  EXPECT_EQ(refusal({"-c"}), "--broker-config needs a value: KEY=VALUE");
  EXPECT_EQ(refusal({"--nodes", "0"}), "bad --nodes 0: expected a number from 1 to 100");
  EXPECT_EQ(refusal({}, {{"DOGEAR_NODES", "x"}}),
            "bad DOGEAR_NODES x: expected a number from 1 to 100");
  EXPECT_EQ(
      refusal({"--listen", "::1:9092"}),
      "bad --listen ::1:9092: expected HOST:PORT, :PORT or PORT, where HOST is localhost or an "
      "address like 127.0.0.1 or [::1]; or NAME://HOST:PORT");
  EXPECT_EQ(refusal({"--clock", "manual:now"}),
            "bad --clock manual:now: expected real, manual, or manual:TIME like "
            "manual:2026-01-31T12:00:00Z");
  for (const auto* release : {"3.6", "4", "4.3.", "4.33", "4.0.x", "5.0"})
    EXPECT_EQ(refusal({"--as-version", release}),
              fmt::format("bad --as-version {}: expected one of 3.7, 3.8, 3.9, 4.0, 4.1, 4.2, 4.3",
                          release));
  EXPECT_EQ(refusal({"--seed", "-1"}), "bad --seed -1: expected a number from 0 to 2^64-1");
  EXPECT_EQ(refusal({"--memory-limit", "1"}),
            "bad --memory-limit 1: expected a number of bytes like 512M or 2G, at least 1M");
  EXPECT_EQ(refusal({"--log-level", "loud"}),
            "bad --log-level loud: expected debug, info, warn, error or off");
  EXPECT_EQ(refusal({"--exit-with-parent=maybe"}),
            "bad --exit-with-parent maybe: expected true or false");
  EXPECT_EQ(refusal({"--nodes", "3", "--listen", ":65534"}),
            "--nodes 3: the last node would have port 65536");
}

TEST(Options, KafkasVariablesAreBrokerConfigs) {
  const Environment environment{{"KAFKA_NUM_PARTITIONS", "3"},
                                {"KAFKA_GROUP_MAX_SIZE", "3"},
                                {"KAFKA_FETCH_MAX_BYTES", "3000"},
                                {"KAFKA_OFFSET_METADATA_MAX_BYTES", ""},
                                {"KAFKA_LISTENER_NAME_INTERNAL_NUM_NETWORK_THREADS", "5"},
                                {"DOGEAR_BROKER_CONFIG", "group.max.size=2"}};
  const auto given = options({"-c", "num.partitions=1"}, environment);
  EXPECT_EQ(given.broker_config.num_partitions, 1);
  EXPECT_EQ(given.broker_config.group_max_size, 2);
  EXPECT_EQ(given.broker_config.fetch_max_bytes, 3000);
  EXPECT_EQ(given.broker_config.offset_metadata_max_bytes, 4096);
  EXPECT_EQ(given.broker_config.without_effect,
            std::vector<std::string>{"listener.name.internal.num.network.threads"});
  EXPECT_TRUE(given.warnings.empty());
  EXPECT_EQ(refusal({}, {{"KAFKA_NUM_PARTITIONS", "x"}}),
            "Invalid value x for configuration num.partitions: Not a number of type INT");
}

TEST(Options, AVariableOfKafkaWinsOverTheFile) {
  const File file("num.partitions=2\ngroup.max.size=2\n");
  const auto given = options({"--config", file.path()}, {{"KAFKA_NUM_PARTITIONS", "3"}});
  EXPECT_EQ(given.broker_config.num_partitions, 3);
  EXPECT_EQ(given.broker_config.group_max_size, 2);
}

TEST(Options, UnknownVariablesOfKafkaAreOneWarning) {
  const auto given = options({}, {{"KAFKA_NUM_PARTITION", "1"},
                                  {"KAFKA_ZOOKEEPER_CONNECT", "zk:2181"},
                                  {"KAFKA_HEAP_OPTS", "-Xmx1g"},
                                  {"KAFKA_LOG4J_LOGGERS", "kafka=WARN"},
                                  {"KAFKA_VERSION", "4"}});
  EXPECT_EQ(given.warnings,
            std::vector<std::string>{"variables of no broker config: KAFKA_NUM_PARTITION (did you "
                                     "mean KAFKA_NUM_PARTITIONS?), KAFKA_ZOOKEEPER_CONNECT"});
}

TEST(Options, ListenersComeFromTheFirstSourceThatHasThem) {
  const File file("listen=:1\n");
  const Environment kafka{{"DOGEAR_CONFIG", file.path()}, {"KAFKA_LISTENERS", "A://:2"}};
  EXPECT_EQ(listeners(options({}, {{"DOGEAR_CONFIG", file.path()}})), "PLAINTEXT localhost 1");
  EXPECT_EQ(listeners(options({}, kafka)), "A  2");
  auto both = kafka;
  both["DOGEAR_LISTEN"] = ":3";
  EXPECT_EQ(listeners(options({}, both)), "PLAINTEXT localhost 3");
  EXPECT_EQ(listeners(options({"--listen", "B://[::1]:4"}, both)), "B ::1 4");
}

TEST(Options, NodesCountUpFromTheirId) {
  EXPECT_EQ(options({}).first_node, 1);
  EXPECT_EQ(options({"-c", "node.id=7"}).first_node, 7);
  EXPECT_EQ(options({"-c", "broker.id=0"}).first_node, 0);
  EXPECT_EQ(refusal({"-c", "node.id=1", "-c", "broker.id=2"}),
            "You must set `node.id` to the same value as `broker.id`.");
}

TEST(Options, AClusterIdIsTakenOnlyFromAVariableThatHasOne) {
  EXPECT_EQ(options({}, {{"CLUSTER_ID", "MkU3OEVBNTcwNTJENTM2Qk"}}).cluster_id,
            "MkU3OEVBNTcwNTJENTM2Qk");
  const auto other = options({}, {{"CLUSTER_ID", "staging"}});
  EXPECT_EQ(other.cluster_id, std::nullopt);
  EXPECT_EQ(other.warnings,
            std::vector<std::string>{"CLUSTER_ID is not 22 characters as Kafka's cluster ids are"});
}

TEST(Options, BadBrokerConfigsAreRefusedInKafkasWords) {
  EXPECT_EQ(refusal({"-c", "num.partitions"}),
            "bad --broker-config num.partitions: expected KEY=VALUE");
  EXPECT_EQ(refusal({"-c", "num.partition=1"}),
            "unknown broker config num.partition; did you mean num.partitions?");
  EXPECT_EQ(refusal({"-c", "num.partitions=x"}),
            "Invalid value x for configuration num.partitions: Not a number of type INT");
}

TEST(Options, BadTopicsAreRefused) {
  EXPECT_EQ(refusal({"--topic", "my orders:1"}),
            "bad --topic my orders:1: expected a name of at most 249 letters, digits, '.', '_' and "
            "'-', but not "
            "\".\" nor \"..\"");
  EXPECT_EQ(refusal({"--topic", "orders:0"}),
            "bad --topic orders:0: expected NAME, NAME:PARTITIONS or NAME:PARTITIONS:KEY=VALUE");
  EXPECT_EQ(
      refusal({"--topic", "orders:retention.mss=1"}),
      "bad --topic orders:retention.mss=1: Unknown topic config name: retention.mss; did you mean "
      "retention.ms?");
  EXPECT_EQ(refusal({"--topic", "orders:retention.ms=x"}),
            "bad --topic orders:retention.ms=x: Invalid value x for configuration retention.ms: "
            "Not a number of "
            "type LONG");
}

TEST(Options, ConfigsWithoutEffectAreNamedOnce) {
  const auto given = options({"-c", "num.io.threads=1", "-c", "log.dirs=/tmp", "-c",
                              "group.max.size=1", "-c", "num.io.threads=2"});
  EXPECT_EQ(given.broker_config.without_effect,
            (std::vector<std::string>{"num.io.threads", "log.dirs"}));
}

TEST(Options, AClockThatStartsElsewhereTakesAnyTimestamp) {
  EXPECT_EQ(options({"--clock", "manual:1999-12-31"})
                .broker_config.topic_defaults.message_timestamp_after_max_ms,
            storage::TopicConfig::long_max);
  EXPECT_EQ(
      options({"--clock", "manual"}).broker_config.topic_defaults.message_timestamp_after_max_ms,
      3'600'000);
}

TEST(Help, NamesEveryOptionAndItsDefault) {
  const auto help = ending({"--help"});
  EXPECT_EQ(help.status, 0);
  EXPECT_EQ(help.err, "");
  for (const auto& option : option_table()) {
    EXPECT_NE(help.out.find(long_flag_of(option)), std::string::npos) << option.name;
    EXPECT_NE(option.help.find("Default: "), std::string::npos) << option.name;
  }
  EXPECT_NE(help.out.find("Examples:"), std::string::npos);
  EXPECT_EQ(ending({"-h"}).out, help.out);
  EXPECT_EQ(ending({"--help", "--nodes", "x"}).out, help.out);
}

TEST(Help, FitsATerminal) {
  std::istringstream lines(ending({"--help"}).out);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 100u) << line;
}

TEST(Version, NamesTheKafkaThatItFollows) {
  const auto version = ending({"--version"});
  EXPECT_EQ(version.status, 0);
  EXPECT_TRUE(version.out.starts_with("dogear 0."));
  EXPECT_TRUE(version.out.ends_with(" (Apache Kafka 4.3.1)\n"));
}

}  // namespace
}  // namespace dogear::server
