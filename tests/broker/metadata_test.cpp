#include "protocol/messages/metadata.hpp"

#include <fmt/format.h>

#include "broker/topics/topic_creation.hpp"
#include "harness.hpp"

namespace dogear::broker {
namespace {

using protocol::MetadataRequest;
using protocol::MetadataResponse;
using Wanted = MetadataRequest::Topic;

// One line a topic: its name, how many partitions it has, or the error.
std::string told(const MetadataResponse& response) {
  std::string text;
  for (const auto& topic : response.topics)
    text += topic.error_code == ErrorCode::none
                ? fmt::format("{}: {}\n", *topic.name, topic.partitions.size())
                : fmt::format("{}: {}\n", topic.name.value_or("-"), name_of(topic.error_code));
  return text;
}

std::vector<Wanted> named(std::initializer_list<const char*> names) {
  std::vector<Wanted> topics;
  for (const auto* name : names) topics.push_back({.topic_id = Uuid{}, .name = name});
  return topics;
}

class Metadata : public testing::Test {
 protected:
  void SetUp() override {
    auto_create_topics(harness.broker.cluster(), std::vector<std::string>{"a", "b"},
                       harness.broker.now());
  }

  MetadataResponse ask(std::optional<std::vector<Wanted>> topics, protocol::Version version = 13) {
    return harness.ask<MetadataResponse>(
        MetadataRequest{.topics = std::move(topics), .allow_auto_topic_creation = false}, version);
  }

  Uuid id(const std::string& name) { return harness.broker.cluster().topics.find(name)->id; }

  Harness harness{{{"num.partitions", "2"}}, 3};
  const Uuid unknown_id = *Uuid::parse("BBBBBBBBBBBBBBBBBBBBBA");
};

TEST_F(Metadata, NamesTheNodes) {
  std::string nodes;
  const auto response = ask(std::vector<Wanted>{});
  for (const auto& node : response.brokers)
    nodes += fmt::format("{} {}:{}\n", node.node_id, node.host, node.port);
  EXPECT_EQ(nodes, "1 localhost:9092\n2 localhost:9093\n3 localhost:9094\n");
  EXPECT_EQ(response.cluster_id, "AAAAAAAAAAAAAAAAAAAAAA");
}

TEST_F(Metadata, TellsAllTopicsOrNone) {
  EXPECT_EQ(told(ask(std::nullopt)), "a: 2\nb: 2\n");
  EXPECT_EQ(told(ask(std::vector<Wanted>{})), "");
  EXPECT_EQ(told(harness.ask<MetadataResponse>(MetadataRequest{.topics = {{}}}, 0)),
            "a: 2\nb: 2\n");
}

TEST_F(Metadata, TellsKnownTopicsOnceAndThenTheOthers) {
  EXPECT_EQ(told(ask(named({"b", "nope", "a", "b", "x y"}))),
            "b: 2\na: 2\nnope: UNKNOWN_TOPIC_OR_PARTITION\nx y: INVALID_TOPIC_EXCEPTION\n");
}

TEST_F(Metadata, LooksAtNoNameOnceThereIsAnId) {
  EXPECT_EQ(told(ask({{{id("a"), std::nullopt}, {unknown_id, "b"}, {Uuid{}, "b"}}}, 12)),
            "-: UNKNOWN_TOPIC_ID\na: 2\n");
}

TEST_F(Metadata, TakesIdsFromVersion12On) {
  EXPECT_EQ(told(ask({{{id("a"), "a"}, {Uuid{}, "b"}}}, 11)),
            "a: INVALID_REQUEST\nb: INVALID_REQUEST\n");
  EXPECT_EQ(told(ask({{{Uuid{}, std::nullopt}}}, 10)), ": INVALID_REQUEST\n");
}

TEST_F(Metadata, FailsAsKafkaDoesWithoutNameAndId) {
  const auto response = ask({{{Uuid{}, std::nullopt}, {Uuid{}, "a"}}});
  EXPECT_EQ(told(response), ": UNKNOWN_SERVER_ERROR\na: UNKNOWN_SERVER_ERROR\n");
  EXPECT_EQ(response.error_code, ErrorCode::unknown_server_error);
  EXPECT_EQ(response.brokers.size(), 0U);
}

TEST_F(Metadata, CreatesWhatIsMissingAtOnce) {
  const auto create = [&](std::initializer_list<const char*> names) {
    return told(harness.ask<MetadataResponse>(MetadataRequest{.topics = named(names)}, 4));
  };
  EXPECT_EQ(create({"new", "a", "x y", "__consumer_offsets"}),
            "new: 2\na: 2\n__consumer_offsets: 3\nx y: INVALID_TOPIC_EXCEPTION\n");
  EXPECT_EQ(create({"p.q"}), "p.q: 2\n");
  EXPECT_EQ(create({"p_q", "__cluster_metadata"}),
            "p_q: UNKNOWN_TOPIC_OR_PARTITION\n__cluster_metadata: UNKNOWN_TOPIC_OR_PARTITION\n");
  EXPECT_EQ(harness.log()[0],
            "Auto topic creation failed for p_q with error 'INVALID_TOPIC_EXCEPTION': Topic 'p_q' "
            "collides with existing topic: p.q");
}

TEST_F(Metadata, CreatesNothingWhenTheBrokerForbidsIt) {
  Harness strict{{{"auto.create.topics.enable", "false"}}};
  EXPECT_EQ(told(strict.ask<MetadataResponse>(MetadataRequest{.topics = named({"new"})}, 4)),
            "new: UNKNOWN_TOPIC_OR_PARTITION\n");
}

TEST_F(Metadata, MakesTheInternalTopicsWithSettingsOfTheirOwn) {
  harness.ask<MetadataResponse>(
      MetadataRequest{.topics = named({"__consumer_offsets", "__transaction_state",
                                       "__share_group_state", "__other"})},
      4);
  const auto& topics = harness.broker.cluster().topics;
  const auto& offsets = *topics.find("__consumer_offsets");
  EXPECT_TRUE(offsets.config.cleanup_policy.compact);
  EXPECT_EQ(offsets.config.segment_bytes, 1'048'576);
  EXPECT_TRUE(topics.find("__transaction_state")->config.cleanup_policy.compact);
  EXPECT_EQ(topics.find("__share_group_state")->config.retention_ms, -1);
  EXPECT_TRUE(topics.find("__share_group_state")->internal());
  EXPECT_FALSE(topics.find("__other")->internal());
}

TEST_F(Metadata, TellsAuthorizedOperationsOnlyWhenAsked) {
  const MetadataRequest request{.topics = named({"a", "nope"}),
                                .allow_auto_topic_creation = false,
                                .include_cluster_authorized_operations = true,
                                .include_topic_authorized_operations = true};
  const auto response = harness.ask<MetadataResponse>(request, 9);
  EXPECT_EQ(response.cluster_authorized_operations, 8096);
  EXPECT_EQ(response.topics[0].topic_authorized_operations, 3576);
  EXPECT_EQ(response.topics[1].topic_authorized_operations, 3576);

  constexpr auto untold = std::numeric_limits<std::int32_t>::min();
  const auto plain = ask(named({"a"}), 9);
  EXPECT_EQ(plain.cluster_authorized_operations, untold);
  EXPECT_EQ(plain.topics[0].topic_authorized_operations, untold);
}

}  // namespace
}  // namespace dogear::broker
