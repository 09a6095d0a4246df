// What options mean, which are refused, and the help.
#include <sstream>
#include <string>

#include "parsed_options.hpp"
#include "server/option_table.hpp"

namespace dogear::server {
namespace {

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

TEST(Options, AnUnknownOneIsRefusedWithTheNearest) {
  EXPECT_EQ(refusal({"--lisen", ":1"}), "unknown option --lisen; did you mean --listen?");
  EXPECT_EQ(refusal({"--lisen=:1"}), "unknown option --lisen; did you mean --listen?");
  EXPECT_EQ(refusal({"-nodes", "3"}), "unknown option -nodes; did you mean --nodes?");
  EXPECT_EQ(refusal({"--zzz"}), "unknown option --zzz");
  EXPECT_EQ(refusal({"start"}), "unexpected argument start");
  EXPECT_EQ(refusal({""}), "unexpected argument ");
  EXPECT_EQ(refusal({"two\nlines"}), "unexpected argument two?lines");
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
            "--nodes 3: the last node would have port 65536; the highest is 65535");
}

TEST(Options, NodesCountUpFromTheirId) {
  EXPECT_EQ(options({}).first_node, 1);
  EXPECT_EQ(options({"-c", "node.id=7"}).first_node, 7);
  EXPECT_EQ(options({"-c", "broker.id=0"}).first_node, 0);
  EXPECT_EQ(refusal({"-c", "node.id=1", "-c", "broker.id=2"}),
            "You must set `node.id` to the same value as `broker.id`.");
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
