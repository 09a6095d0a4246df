// The config table against what Kafka said when it was recorded.
#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

#include "broker/configs/facts.hpp"
#include "broker/configs/nearest.hpp"
#include "broker/configs/value.hpp"

namespace dogear::broker {
namespace {

std::size_t lines_of(const std::string& file) {
  std::ifstream in(std::string(DOGEAR_SOURCE_DIR) + "/broker/configs/" + file);
  return static_cast<std::size_t>(
      std::count(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>(), '\n'));
}

TEST(ConfigFacts, HasARowForEveryLineOfTheRecordedTables) {
  EXPECT_EQ(broker_config_facts().size() + 1, lines_of("kafka-4.3.1-broker.tsv"));
  EXPECT_EQ(topic_config_facts().size() + 1, lines_of("kafka-4.3.1-topic.tsv"));
  EXPECT_GT(broker_config_facts().size(), 300u);
  EXPECT_GT(topic_config_facts().size(), 30u);
}

TEST(ConfigFacts, TellsWhatKafkaTells) {
  const auto* ratio = find_config(topic_config_facts(), "min.cleanable.dirty.ratio");
  ASSERT_NE(ratio, nullptr);
  EXPECT_EQ(ratio->type, ConfigType::float64);
  EXPECT_EQ(ratio->default_value, "0.5");
  EXPECT_EQ(ratio->valid, "[0,...,1]");
  ASSERT_EQ(ratio->synonyms.size(), 1u);
  EXPECT_EQ(ratio->synonyms.front(), "log.cleaner.min.cleanable.ratio");

  const auto* retention = find_config(broker_config_facts(), "log.retention.ms");
  ASSERT_NE(retention, nullptr);
  EXPECT_EQ(retention->default_value, std::nullopt);
  EXPECT_FALSE(retention->read_only);

  const auto* secret = find_config(broker_config_facts(), "ssl.key.password");
  ASSERT_NE(secret, nullptr);
  EXPECT_EQ(secret->type, ConfigType::password);
  EXPECT_TRUE(secret->sensitive);
  EXPECT_TRUE(find_config(broker_config_facts(), "node.id")->start_up);
  EXPECT_TRUE(find_config(topic_config_facts(), "internal.segment.bytes")->internal);
  EXPECT_TRUE(find_config(topic_config_facts(), "min.insync.replicas")->of_cluster);
}

// The rules of types and valid values are ours, the rows are Kafka's: they must fit each other.
TEST(ConfigFacts, AcceptsEveryDefaultAndPrintsItBack) {
  const auto check = [](const ConfigFact& fact) {
    if (!fact.default_value) return;
    const auto value = parse_config_value(fact, *fact.default_value);
    ASSERT_TRUE(value.has_value()) << value.error().message;
    if (fact.name == "log.cleaner.io.max.bytes.per.second")
      return;  // Java's largest double: 1.7976931348623157E308
    EXPECT_EQ(config_text(*value), *fact.default_value) << fact.name;
  };
  for (const auto& fact : broker_config_facts()) check(fact);
  for (const auto& fact : topic_config_facts()) check(fact);
}

TEST(Nearest, FindsWhatWasMeant) {
  EXPECT_EQ(nearest_config(broker_config_facts(), "group.intial.rebalance.delay.ms"),
            "group.initial.rebalance.delay.ms");
  EXPECT_EQ(nearest_config(topic_config_facts(), "retension.ms"), "retention.ms");
  EXPECT_EQ(nearest_config(topic_config_facts(), "cleanup_policy"), "cleanup.policy");
}

TEST(Nearest, IsSilentWhenNothingIsNear) {
  EXPECT_EQ(nearest_config(topic_config_facts(), "colour.of.the.sky"), std::nullopt);
  EXPECT_EQ(nearest_config(topic_config_facts(), ""), std::nullopt);
  EXPECT_EQ(nearest_config(topic_config_facts(), std::string(100'000, 'r')), std::nullopt);
}

TEST(Nearest, CountsASwapAsOneEditAndPrefersTheFirstOfEquals) {
  constexpr std::array<std::string_view, 3> names{"abd", "abc", "acb"};
  EXPECT_EQ(nearest("bac", names), "abc");
  EXPECT_EQ(nearest("abx", names), "abd");
}

}  // namespace
}  // namespace dogear::broker
