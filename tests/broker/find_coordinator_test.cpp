#include "protocol/messages/find_coordinator.hpp"

#include <fmt/format.h>

#include "harness.hpp"

namespace dogear::broker {
namespace {

using protocol::FindCoordinatorRequest;
using protocol::FindCoordinatorResponse;

constexpr std::int8_t group = 0;
constexpr std::int8_t transaction = 1;
constexpr std::int8_t share = 2;

std::string one(Harness& harness, std::int8_t key_type, const std::string& key) {
  const auto answer = harness.ask<FindCoordinatorResponse>(
      FindCoordinatorRequest{.key = key, .key_type = key_type}, 3);
  return fmt::format("{}:{} {} {} {}", answer.host, answer.port, answer.node_id,
                     name_of(answer.error_code), *answer.error_message);
}

std::string many(Harness& harness, std::int8_t key_type, std::vector<std::string> keys) {
  const auto answer = harness.ask<FindCoordinatorResponse>(
      FindCoordinatorRequest{.key_type = key_type, .coordinator_keys = std::move(keys)}, 6);
  std::string text;
  for (const auto& row : answer.coordinators)
    text += fmt::format("{}: {}:{} {} {} {}\n", row.key, row.host, row.port, row.node_id,
                        name_of(row.error_code), *row.error_message);
  return text;
}

constexpr std::string_view malformed =
    "This most likely occurs because of a request being malformed by the client library or the "
    "message was sent to an incompatible broker. See the broker logs for more details.";

TEST(FindCoordinator, MakesTheOffsetsTopicWhenItIsFirstAsked) {
  Harness harness;
  EXPECT_EQ(one(harness, group, "g"), "localhost:9092 1 NONE NONE");
  EXPECT_EQ(many(harness, group, {"g", ""}),
            "g: localhost:9092 1 NONE \n: localhost:9092 1 NONE \n");
  EXPECT_EQ(harness.broker.cluster().topics.find("__consumer_offsets")->partitions.size(), 1U);
}

TEST(FindCoordinator, SpreadsGroupsOverTheNodes) {
  Harness harness({}, 3);
  one(harness, group, "g");
  const auto& offsets = *harness.broker.cluster().topics.find("__consumer_offsets");
  ASSERT_EQ(offsets.partitions.size(), 3U);
  // java.lang.String.hashCode() of one letter is its code: 'a' is 97, and 97 % 3 is 1.
  for (const auto& [key, partition] : {std::pair{"a", 1}, {"b", 2}, {"c", 0}}) {
    const auto leader = offsets.partition(partition)->leader;
    EXPECT_EQ(one(harness, group, key),
              fmt::format("localhost:{} {} NONE NONE", 9091 + leader, leader));
  }
}

TEST(FindCoordinator, HasNoneWhileTheOffsetsTopicCannotBeMade) {
  Harness harness({Setting{"offsets.topic.replication.factor", "3"}});
  EXPECT_EQ(one(harness, group, "g"),
            ":-1 -1 COORDINATOR_NOT_AVAILABLE The coordinator is not available.");
}

TEST(FindCoordinator, RefusesTransactionalIdsAndSaysWhy) {
  Harness harness;
  EXPECT_EQ(many(harness, transaction, {"t"}),
            "t: :-1 -1 TRANSACTIONAL_ID_AUTHORIZATION_FAILED \n");
  EXPECT_EQ(harness.log().at(0),
            "FindCoordinator: transactional id 't' refused: transactions are not served yet");
}

TEST(FindCoordinator, RefusesShareStateAndUnknownKinds) {
  Harness harness;
  EXPECT_EQ(one(harness, share, "g"), fmt::format(":-1 -1 INVALID_REQUEST {}", malformed));
  EXPECT_EQ(many(harness, share, {"g"}), "g: :-1 -1 INVALID_REQUEST \n");
  EXPECT_EQ(many(harness, -1, {"g"}), fmt::format("g: :-1 -1 INVALID_REQUEST {}\n", malformed));
}

}  // namespace
}  // namespace dogear::broker
