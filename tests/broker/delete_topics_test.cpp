#include "protocol/messages/delete_topics.hpp"

#include <fmt/format.h>

#include "broker/topics/topic_creation.hpp"
#include "harness.hpp"

namespace dogear::broker {
namespace {

using protocol::DeleteTopicsRequest;
using protocol::DeleteTopicsResponse;
using State = DeleteTopicsRequest::DeleteTopicState;

class DeleteTopics : public testing::Test {
 protected:
  void SetUp() override {
    const std::vector<std::string> names{"a", "b", "c"};
    auto_create_topics(harness.broker.cluster(), names, harness.broker.now());
  }

  Uuid id(const std::string& name) { return harness.broker.cluster().topics.find(name)->id; }

  // One line a topic: its name or id, the error and what is said about it.
  std::string erase(std::vector<State> topics) {
    const auto response = harness.ask<DeleteTopicsResponse>(
        DeleteTopicsRequest{.topics = std::move(topics), .timeout_ms = 1000}, 6);
    std::string text;
    for (const auto& row : response.responses)
      text += fmt::format("{}: {} {}\n", row.name.value_or("-"), name_of(row.error_code),
                          row.error_message.value_or("-"));
    return text;
  }

  std::string left() {
    std::string text;
    for (const auto& [name, topic] : harness.broker.cluster().topics.by_name()) text += name;
    return text;
  }

  Harness harness;
  const State nothing{};
  const Uuid unknown_id = *Uuid::parse("BBBBBBBBBBBBBBBBBBBBBA");
};

TEST_F(DeleteTopics, GoesByNameOrById) {
  const auto b = id("b");
  EXPECT_EQ(erase({{"a", Uuid{}}}), "a: NONE -\n");
  EXPECT_EQ(erase({{std::nullopt, b}}), "b: NONE -\n");
  EXPECT_EQ(left(), "c");
  EXPECT_EQ(erase({{std::nullopt, b}}),
            "-: UNKNOWN_TOPIC_ID This server does not host this topic ID.\n");
}

TEST_F(DeleteTopics, SaysWhatItDoesNotKnow) {
  EXPECT_EQ(erase({{"x y", Uuid{}}, {std::nullopt, unknown_id}}),
            "-: UNKNOWN_TOPIC_ID This server does not host this topic ID.\n"
            "x y: UNKNOWN_TOPIC_OR_PARTITION This server does not host this topic-partition.\n");
}

TEST_F(DeleteTopics, WantsANameOrAnId) {
  EXPECT_EQ(erase({nothing, {"a", id("a")}}),
            "-: INVALID_REQUEST Neither topic name nor id were specified.\n"
            "a: INVALID_REQUEST You may not specify both topic name and topic id.\n");
  EXPECT_EQ(left(), "abc");
}

TEST_F(DeleteTopics, RefusesWhatIsGivenTwice) {
  EXPECT_EQ(erase({{"a", Uuid{}}, {"a", Uuid{}}, {std::nullopt, id("b")}, {std::nullopt, id("b")}}),
            "a: INVALID_REQUEST Duplicate topic name.\n"
            "-: INVALID_REQUEST Duplicate topic id.\n");
  EXPECT_EQ(
      erase({{"c", Uuid{}}, {std::nullopt, id("c")}}),
      "c: INVALID_REQUEST The provided topic name maps to an ID that was already supplied.\n");
  EXPECT_EQ(left(), "abc");
}

TEST_F(DeleteTopics, HasNoTimeForATimeoutOfZero) {
  const auto answer = harness.ask_json("DeleteTopics", 5, R"({"topicNames":["a"], "timeoutMs":0})");
  EXPECT_EQ(boost::json::serialize(answer),
            R"({"throttleTimeMs":0,"responses":[{"name":"a","errorCode":"REQUEST_TIMED_OUT",)"
            R"("errorMessage":null}]})");
  EXPECT_EQ(left(), "abc");
}

TEST_F(DeleteTopics, CanBeDisabled) {
  Harness disabled{{{"delete.topic.enable", "false"}}};
  for (const auto& [version, error] :
       {std::pair<protocol::Version, std::string>{2, "INVALID_REQUEST"},
        {3, "TOPIC_DELETION_DISABLED"}}) {
    const auto answer =
        disabled.ask_json("DeleteTopics", version, R"({"topicNames":["a"], "timeoutMs":1000})");
    EXPECT_EQ(boost::json::serialize(answer.at("responses")),
              R"([{"name":"a","errorCode":")" + error + "\"}]");
  }
}

TEST_F(DeleteTopics, FreesTheNameForOnesThatWouldHaveCollided) {
  auto& cluster = harness.broker.cluster();
  auto_create_topics(cluster, std::vector<std::string>{"p.q"}, harness.broker.now());
  EXPECT_EQ(*cluster.topics.colliding_with("p_q"), "p.q");
  EXPECT_EQ(erase({{"p.q", Uuid{}}}), "p.q: NONE -\n");
  EXPECT_EQ(cluster.topics.colliding_with("p_q"), nullptr);
}

}  // namespace
}  // namespace dogear::broker
