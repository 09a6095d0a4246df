// Where does a consumer continue? After five things that happen to consumers.
#include <dogear/cluster.hpp>
#include <future>
#include <map>

#include <gtest/gtest.h>

#include "consumer.hpp"

namespace {

using namespace std::chrono_literals;
using dogear::When;

class Offsets : public testing::Test {
 protected:
  void open(const std::map<std::string, std::string>& topic_configs = {}) {
    kafka.create_topic("orders", {.partitions = 1, .configs = topic_configs});
    order({"soup", "bread", "coffee"});
  }

  void order(const std::vector<std::string>& values) {
    std::vector<dogear::NewRecord> records;
    for (const auto& value : values) records.push_back({.value = value});
    kafka.produce("orders", records);
  }

  // A consumer reads soup and bread, commits, and stops.
  void serve_two() {
    Kitchen kitchen(kafka.bootstrap_servers());
    EXPECT_EQ(kitchen.next(), "soup");
    EXPECT_EQ(kitchen.next(), "bread");
    EXPECT_EQ(kitchen.commit(), RdKafka::ERR_NO_ERROR);
  }

  std::optional<std::int64_t> committed() { return kafka.committed("kitchen", "orders", 0); }

  // Time stands still unless a test moves it.
  dogear::Cluster kafka{
      {.clock = dogear::Clock::manual, .broker_config = {{"offsets.retention.minutes", "1440"}}}};
};

TEST_F(Offsets, ANewConsumerContinuesWhereTheLastOneCommitted) {
  open();
  serve_two();
  EXPECT_EQ(committed(), 2);
  EXPECT_EQ(Kitchen(kafka.bootstrap_servers()).next(), "coffee");
}

// The commit takes effect, but its answer is lost, and the consumer's session ends. Another one
// continues after soup: if the first serves soup again because it does not know that its commit
// succeeded, soup is served twice.
TEST_F(Offsets, ACommitWhoseAnswerIsLostHasTakenEffect) {
  open();
  Kitchen first(kafka.bootstrap_servers());
  EXPECT_EQ(first.next(), "soup");
  std::future<RdKafka::ErrorCode> commit;
  auto answer = kafka.hold({.api = "OffsetCommit", .group = "kitchen"}, When::after);
  commit = std::async(std::launch::async, [&] { return first.commit(); });
  answer.wait();
  EXPECT_EQ(commit.wait_for(0s), std::future_status::timeout) << "the consumer has its answer";
  EXPECT_EQ(committed(), 1);
  kafka.expire_member("kitchen", answer.member());
  EXPECT_EQ(Kitchen(kafka.bootstrap_servers()).next(), "bread");
  answer.release();
  EXPECT_EQ(commit.get(), RdKafka::ERR_NO_ERROR);
}

// While the commit is on its way, the consumer loses its membership: the commit is refused, and
// what was served is served again.
TEST_F(Offsets, ARebalanceBetweenPollAndCommitServesTwice) {
  open();
  {
    Kitchen slow(kafka.bootstrap_servers());
    EXPECT_EQ(slow.next(), "soup");
    std::future<RdKafka::ErrorCode> commit;
    auto held = kafka.hold({.api = "OffsetCommit", .group = "kitchen"});
    commit = std::async(std::launch::async, [&] { return slow.commit(); });
    held.wait();
    kafka.expire_member("kitchen", held.member());
    held.release();
    EXPECT_EQ(commit.get(), RdKafka::ERR_UNKNOWN_MEMBER_ID);
  }
  EXPECT_EQ(committed(), std::nullopt);
  EXPECT_EQ(Kitchen(kafka.bootstrap_servers()).next(), "soup");
}

// No consumer runs for two hours, and records are kept for one: those at the committed offset are
// gone.
TEST_F(Offsets, RetentionMayOvertakeAConsumer) {
  open({{"retention.ms", "3600000"}});
  serve_two();
  kafka.advance(2h);
  kafka.apply_retention("orders");
  order({"tea"});
  EXPECT_EQ(committed(), 2);
  EXPECT_EQ(Kitchen(kafka.bootstrap_servers(), "earliest").next(), "tea") << "coffee is lost";
  EXPECT_EQ(Kitchen(kafka.bootstrap_servers(), "error").next(),
            "Local: No offset to automatically reset to");
}

// The offsets of a group without members are kept for a day; after that, it starts from the
// beginning. (Or, by librdkafka's default for auto.offset.reset, skips what it has not seen.)
TEST_F(Offsets, OffsetsExpire) {
  open();
  serve_two();
  kafka.advance(25h);
  EXPECT_EQ(committed(), std::nullopt);
  EXPECT_EQ(Kitchen(kafka.bootstrap_servers()).next(), "soup");
}

}  // namespace
