#include "broker/configs/broker_config.hpp"

#include <algorithm>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "broker/configs/meanings.hpp"
#include "broker/configs/topic_configs.hpp"

namespace dogear::broker {
namespace {

BrokerConfig parse(const std::vector<Setting>& given, const ConfigSurroundings& around = {}) {
  return parse_broker_config(given, around).value();
}

std::string refusal(const std::vector<Setting>& given) {
  const auto config = parse_broker_config(given);
  return config.has_error() ? config.error().message : "accepted";
}

std::string dogear_default(const ConfigFact& fact) {
  for (const auto& [key, value] : test_overrides({})) {
    if (key == fact.name) return value;
  }
  return std::string(fact.default_value.value());
}

// Some other value that Kafka takes, to see that setting a config sets something.
std::string other_value(const ConfigFact& fact, const std::string& value) {
  if (fact.type == ConfigType::boolean) return value == "true" ? "false" : "true";
  if (fact.type == ConfigType::float64) return "0.125";
  if (fact.name == "cleanup.policy") return "compact";
  if (fact.name == "compression.type") return "zstd";
  if (fact.name == "message.timestamp.type") return "LogAppendTime";
  const auto number = std::stoll(value);
  if (number == -1) return "5";
  return std::to_string(number > 1'000'000 ? number - 1 : number + 1);
}

TEST(BrokerConfig, HasKafkasDefaultsButForTheTestOverrides) {
  for (const auto& meaning : broker_meanings()) {
    const auto* fact = find_config(broker_config_facts(), meaning.name);
    ASSERT_NE(fact, nullptr) << meaning.name;
    BrokerConfig changed;
    meaning.set(changed, *parse_config_value(*fact, dogear_default(*fact)));
    EXPECT_EQ(changed, BrokerConfig{}) << meaning.name;
    meaning.set(changed, *parse_config_value(*fact, other_value(*fact, dogear_default(*fact))));
    EXPECT_NE(changed, BrokerConfig{}) << meaning.name;
  }
}

TEST(TopicConfig, HasKafkasDefaults) {
  EXPECT_EQ(parse({}).topic_defaults, storage::TopicConfig{});
  for (const auto& meaning : topic_meanings()) {
    const auto* fact = find_config(topic_config_facts(), meaning.name);
    ASSERT_NE(fact, nullptr) << meaning.name;
    storage::TopicConfig changed;
    const auto value = std::string(fact->default_value.value_or("1073741824"));
    meaning.set(changed, *parse_config_value(*fact, value));
    EXPECT_EQ(changed, storage::TopicConfig{}) << meaning.name;
    meaning.set(changed, *parse_config_value(*fact, other_value(*fact, value)));
    EXPECT_NE(changed, storage::TopicConfig{}) << meaning.name;
  }
}

TEST(BrokerConfig, TestOverridesAreKnownValidAndDifferFromKafka) {
  for (const auto& [key, value] : test_overrides({.nodes = 1, .clock_starts_elsewhere = true})) {
    const auto* fact = find_config(broker_config_facts(), key);
    ASSERT_NE(fact, nullptr) << key;
    EXPECT_TRUE(parse_config_value(*fact, value).has_value()) << key;
    EXPECT_NE(fact->default_value, value) << key;
  }
}

TEST(BrokerConfig, TakesWhatIsGivenAndTheLastOfEqualKeys) {
  const auto config = parse({{"num.partitions", "3"},
                             {"group.initial.rebalance.delay.ms", "3000"},
                             {"num.partitions", " 4 "},
                             {"offsets.retention.minutes", "5"},
                             {"auto.create.topics.enable", "False"}});
  EXPECT_EQ(config.num_partitions, 4);
  EXPECT_EQ(config.group_initial_rebalance_delay, Millis{3000});
  EXPECT_EQ(config.offsets_retention, std::chrono::minutes{5});
  EXPECT_FALSE(config.auto_create_topics_enable);
  EXPECT_EQ(config.settings.at("num.partitions"), " 4 ");
}

TEST(BrokerConfig, TakesTimesSoLongThatTheyCanStillBeAddedToAnyOther) {
  const std::string longest = "9223372036854775807";
  std::vector<Setting> given;
  for (const auto* name :
       {"connections.max.idle.ms", "log.cleaner.backoff.ms", "log.initial.task.delay.ms",
        "log.retention.check.interval.ms", "offsets.retention.check.interval.ms"})
    given.emplace_back(name, longest);
  const auto config = parse_broker_config(given).value();
  const auto end_of_9999 = BrokerTime{Millis{253'402'300'799'999}};
  for (const auto time :
       {config.connections_max_idle, config.log_cleaner_backoff, config.log_initial_task_delay,
        config.log_retention_check_interval, config.offsets_retention_check_interval})
    EXPECT_GT(end_of_9999 + time, end_of_9999);
  EXPECT_EQ(config.settings.at("connections.max.idle.ms"), longest);
}

TEST(BrokerConfig, NamesWhatHasNoEffectHere) {
  const auto config = parse({{"num.io.threads", "2"},
                             {"log.retention.hours", "1"},
                             {"log.flush.interval.ms", "1"},
                             {"group.max.size", "3"}});
  EXPECT_EQ(config.without_effect,
            (std::vector<std::string>{"num.io.threads", "log.flush.interval.ms"}));
  EXPECT_TRUE(has_effect("log.roll.ms"));
  EXPECT_TRUE(has_effect("message.max.bytes"));
  EXPECT_FALSE(has_effect("log.dirs"));
}

TEST(BrokerConfig, RefusesAnUnknownKeyAndNamesTheNearest) {
  EXPECT_EQ(refusal({{"num.partition", "3"}}),
            "unknown broker config num.partition; did you mean num.partitions?");
  EXPECT_EQ(refusal({{"retention.ms", "3"}}),
            "unknown broker config retention.ms: this is a topic config; its broker config is "
            "log.retention.ms");
  EXPECT_EQ(refusal({{"colour.of.the.sky", "blue"}}), "unknown broker config colour.of.the.sky");
}

TEST(BrokerConfig, GivesInternalTopicsAPartitionForEveryNode) {
  EXPECT_EQ(parse({}).offsets_topic_num_partitions, 1);
  EXPECT_EQ(parse({}, {.nodes = 3}).offsets_topic_num_partitions, 3);
  const std::vector<Setting> seven{{"offsets.topic.num.partitions", "7"}};
  EXPECT_EQ(parse(seven, {.nodes = 3}).offsets_topic_num_partitions, 7);
}

TEST(BrokerConfig, TakesAnyTimestampWhenTheClockStartsElsewhere) {
  const ConfigSurroundings elsewhere{.nodes = 1, .clock_starts_elsewhere = true};
  EXPECT_EQ(parse({}, elsewhere).topic_defaults.message_timestamp_after_max_ms,
            storage::TopicConfig::long_max);
  const std::vector<Setting> hour{{"log.message.timestamp.after.max.ms", "3600000"}};
  EXPECT_EQ(parse(hour, elsewhere).topic_defaults.message_timestamp_after_max_ms, 3'600'000);
}

TEST(TopicConfigs, AreToldByNameWithTheirSources) {
  const auto broker = parse({{"log.retention.hours", "2"}, {"min.insync.replicas", "2"}});
  const std::vector<TopicSetting> asked{{"cleanup.policy", "compact, delete"}};
  const auto configs = parse_topic_configs(broker, asked).value();
  EXPECT_TRUE(configs.effective.cleanup_policy.compact && configs.effective.cleanup_policy.del);
  EXPECT_EQ(configs.effective.retention_ms, 7'200'000);
  EXPECT_EQ(configs.effective.min_insync_replicas, 2);

  auto layers = only_of_file(broker.settings);
  layers[1].settings["min.insync.replicas"] = "2";  // which a new cluster does
  const auto all = told_topic_configs(layers, configs.overrides);
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end(),
                             [](const auto& a, const auto& b) { return a.name < b.name; }));
  EXPECT_EQ(all.size() + 1, topic_config_facts().size());  // all but internal.segment.bytes
  std::string dump;
  for (const auto& told : all) {
    if (told.source == ConfigSource::kafka_default) continue;
    dump += std::string(told.name) + "=" + told.value.value() + " " +
            std::to_string(static_cast<int>(told.source)) + "\n";
  }
  // The sources that a Kafka 4.3.1 told, started with these two settings.
  EXPECT_EQ(dump,
            "cleanup.policy=compact, delete 1\n"
            "min.insync.replicas=2 3\n"
            "retention.ms=7200000 4\n");
}

TEST(TopicConfigs, TakeTheLastOfEqualNames) {
  const std::vector<TopicSetting> asked{{"retention.ms", "1"}, {"retention.ms", "2"}};
  EXPECT_EQ(parse_topic_configs(parse({}), asked)->effective.retention_ms, 2);
}

TEST(TopicConfigs, LetInternalSegmentBytesWin) {
  const std::vector<TopicSetting> asked{{"internal.segment.bytes", "100"},
                                        {"segment.bytes", "2000000"}};
  EXPECT_EQ(parse_topic_configs(parse({}), asked)->effective.segment_bytes, 100);
}

}  // namespace
}  // namespace dogear::broker
