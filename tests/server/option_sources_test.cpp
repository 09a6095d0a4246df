// Options from variables, from files and from Kafka's variables, and which of them win.
#include <string>

#include "parsed_options.hpp"
#include "server/option_table.hpp"
#include "temporary_file.hpp"

namespace dogear::server {
namespace {

TEST(Options, AnOptionWinsOverAVariableOverAFileOverTheDefault) {
  const TemporaryFile file(
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
  const TemporaryFile file(
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
  const TemporaryFile file(
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
  const TemporaryFile typo("node=1\n");
  EXPECT_EQ(refusal({"--config", typo.path()}),
            typo.path() + ":1: unknown option node; did you mean nodes?");
  const TemporaryFile config("\nnum.partition=1\n");
  EXPECT_EQ(
      refusal({"--config", config.path()}),
      config.path() + ":2: unknown broker config num.partition; did you mean num.partitions?");
  const TemporaryFile value("nodes=many\n");
  EXPECT_EQ(refusal({"--config", value.path()}),
            "bad " + value.path() + ":1: nodes many: expected a number from 1 to 100");
  EXPECT_EQ(refusal({"--config", "/nowhere/at/all"}), "cannot read --config /nowhere/at/all");
}

TEST(Options, AnUnknownVariableIsAWarning) {
  const auto given = options({}, {{"DOGEAR_LISTN", ":1"}, {"DOGEAR_PORT", "tcp://10.0.0.1:9092"}});
  EXPECT_EQ(given.warnings,
            (std::vector<std::string>{"unknown variable DOGEAR_LISTN; did you mean DOGEAR_LISTEN?",
                                      "unknown variable DOGEAR_PORT"}));
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
  const TemporaryFile file("num.partitions=2\ngroup.max.size=2\n");
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
  EXPECT_EQ(
      given.warnings,
      std::vector<std::string>{"variables that name no broker config: KAFKA_NUM_PARTITION (did you "
                               "mean KAFKA_NUM_PARTITIONS?), KAFKA_ZOOKEEPER_CONNECT"});
}

TEST(Options, ListenersComeFromTheFirstSourceThatHasThem) {
  const TemporaryFile file("listen=:1\n");
  const Environment kafka{{"DOGEAR_CONFIG", file.path()}, {"KAFKA_LISTENERS", "A://:2"}};
  EXPECT_EQ(listeners(options({}, {{"DOGEAR_CONFIG", file.path()}})), "PLAINTEXT localhost 1");
  EXPECT_EQ(listeners(options({}, kafka)), "A  2");
  auto both = kafka;
  both["DOGEAR_LISTEN"] = ":3";
  EXPECT_EQ(listeners(options({}, both)), "PLAINTEXT localhost 3");
  EXPECT_EQ(listeners(options({"--listen", "B://[::1]:4"}, both)), "B ::1 4");
}

TEST(Options, AClusterIdIsTakenOnlyFromAVariableThatHasOne) {
  EXPECT_EQ(options({}, {{"CLUSTER_ID", "MkU3OEVBNTcwNTJENTM2Qk"}}).cluster_id,
            "MkU3OEVBNTcwNTJENTM2Qk");
  const auto other = options({}, {{"CLUSTER_ID", "staging"}});
  EXPECT_EQ(other.cluster_id, std::nullopt);
  EXPECT_EQ(other.warnings,
            std::vector<std::string>{"CLUSTER_ID is not 22 characters as Kafka's cluster ids are"});
}

}  // namespace
}  // namespace dogear::server
