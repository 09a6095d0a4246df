// Kafka 4.3.1 answered in these orders, for these names.
#include "broker/answer_order.hpp"

#include <numeric>

#include <gtest/gtest.h>

namespace dogear::broker {
namespace {

using Topics = std::vector<std::string>;
using Partitions = std::vector<PartitionIndex>;

std::vector<PartitionIndex> partitions(std::size_t count) {
  std::vector<PartitionIndex> all(count);
  std::iota(all.begin(), all.end(), 0);
  return all;
}

TEST(AnswerOrder, ListOffsetsTellsPartitionsAsAMutableMapOfPartitions) {
  auto eleven = partitions(11);
  sort_as_mutable_map("orders", eleven);
  EXPECT_EQ(eleven, (Partitions{7, 8, 9, 10, 0, 1, 2, 3, 4, 5, 6}));
  auto twelve = partitions(12);
  sort_as_mutable_map("orders", twelve);
  EXPECT_EQ(twelve, (Partitions{7, 8, 9, 10, 11, 0, 1, 2, 3, 4, 5, 6}));
}

TEST(AnswerOrder, ListOffsetsTellsTopicsAsAnImmutableMap) {
  Topics topics{"orders", "payments", "users", "events", "logs", "zeta", "beta"};
  sort_as_immutable_map(topics);
  EXPECT_EQ(topics, (Topics{"payments", "users", "zeta", "beta", "orders", "logs", "events"}));
}

TEST(AnswerOrder, MetadataTellsAllTopicsAsACopiedHashSet) {
  Topics eleven{"alpha",
                "beta",
                "gamma",
                "delta",
                "orders",
                "payments",
                "users",
                "events",
                "logs",
                "clicks",
                "__consumer_offsets"};
  auto twelve = eleven;
  twelve.push_back("zeta");
  sort_as_copied_hash_set(eleven);
  EXPECT_EQ(eleven, (Topics{"alpha", "payments", "delta", "clicks", "orders", "logs", "events",
                            "__consumer_offsets", "beta", "gamma", "users"}));
  // The twelfth is one more than Java leaves room for in the smallest table.
  sort_as_copied_hash_set(twelve);
  EXPECT_EQ(twelve, (Topics{"zeta", "payments", "delta", "users", "alpha", "clicks", "orders",
                            "logs", "events", "__consumer_offsets", "beta", "gamma"}));
}

TEST(AnswerOrder, DescribeLogDirsTellsPartitionsAsAMapOfAllLogs) {
  auto orders = partitions(13);
  sort_as_concurrent_map("orders", orders, 20);
  EXPECT_EQ(orders, (Partitions{7, 8, 9, 10, 11, 12, 0, 1, 2, 3, 4, 5, 6}));
  auto payments = partitions(3);
  sort_as_concurrent_map("payments", payments, 20);
  EXPECT_EQ(payments, (Partitions{0, 2, 1}));
}

TEST(AnswerOrder, RowsAreGroupedByTopic) {
  const auto rows = in_answer_order(
      RowsByPartition<char>{{"orders", {{0, 'a'}, {7, 'b'}}}, {"payments", {{0, 'c'}}}});
  ASSERT_EQ(rows.size(), 2);
  EXPECT_EQ(rows[0], std::pair(std::string("payments"), std::vector{'c'}));
  EXPECT_EQ(rows[1], std::pair(std::string("orders"), std::vector{'b', 'a'}));
}

}  // namespace
}  // namespace dogear::broker
