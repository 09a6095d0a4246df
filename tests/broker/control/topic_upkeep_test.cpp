// The verbs that let records go now, asked as users ask.
#include "control_verbs.hpp"

namespace dogear::broker::control {
namespace {

using TopicUpkeep = ControlVerbs;

TEST_F(TopicUpkeep, TrimsAsAnAdminDeletesRecords) {
  create(R"({"name":"t", "partitions":2})");
  produce(R"({"topic":"t", "records":[{"partition":0, "value":"a"}, {"partition":0, "value":"b"},
                                     {"partition":1, "value":"c"}]})");
  EXPECT_EQ(told("topics", "trim", R"({"topic":"t", "partition":0, "offset":1})",
                 "/partitions/0/logStartOffset"),
            "1");
  EXPECT_EQ(fetched("t", 1), "0@1000000 null=c\n");
  EXPECT_EQ(ask("topics", "trim", R"({"topic":"t", "partition":0, "offset":3})").substr(0, 31),
            "400 OFFSET_OUT_OF_RANGE: offset");
  EXPECT_EQ(ask("topics", "trim", R"({"topic":"t", "offset":1})"),
            "400 Bad Request: partition: is missing");
  ask("topics", "trim", R"({"topic":"t"})");
  EXPECT_EQ(told("topics", "describe", R"({"topic":"t"})", "/partitions/0/logStartOffset"), "2");
  EXPECT_EQ(told("topics", "describe", R"({"topic":"t"})", "/partitions/1/logStartOffset"), "1");
  create(R"({"name":"c", "configs":{"cleanup.policy":"compact"}})");
  EXPECT_EQ(ask("topics", "trim", R"({"topic":"c"})").substr(0, 27), "400 POLICY_VIOLATION: topic");
}

TEST_F(TopicUpkeep, CompactsWhatIsThere) {
  create(R"({"name":"t", "configs":{"cleanup.policy":"compact"}})");
  for (const auto* value : {"1", "2", "3"})
    produce(fmt::format(R"({{"topic":"t", "records":[{{"key":"k", "value":"{}"}}]}})", value));
  EXPECT_EQ(told("topics", "compact", R"({"topic":"t"})", "/partitions/0/segments"), "2");
  EXPECT_EQ(fetched("t"), "2@1000000 k=3\n");
  produce(R"({"topic":"t", "records":[{"key":"k", "value":"4"}, {"key":"l", "value":"5"}]})");
  ask("topics", "compact", R"({"topic":"t"})");
  EXPECT_EQ(told("topics", "records", R"({"topic":"t"})", "/records/0/offset"), "3");
  create(R"({"name":"d"})");
  EXPECT_EQ(ask("topics", "compact", R"({"topic":"d"})"),
            "400 POLICY_VIOLATION: topic: its cleanup.policy is not compact");
}

TEST_F(TopicUpkeep, LeavesNothingToTheCleanerThatIsCompactAlready) {
  const auto nothing_due = harness.broker.next_broker_deadline();
  create(R"({"name":"t", "configs":{"cleanup.policy":"compact", "segment.ms":1000}})");
  produce(R"({"topic":"t", "records":[{"key":"k", "value":"1", "timestamp":1000000}]})");
  produce(R"({"topic":"t", "records":[{"key":"k", "value":"2", "timestamp":1002000}]})");
  EXPECT_NE(harness.broker.next_broker_deadline(), nothing_due);
  ask("topics", "compact", R"({"topic":"t"})");
  EXPECT_EQ(harness.broker.next_broker_deadline(), nothing_due);
}

TEST_F(TopicUpkeep, AppliesRetentionWithoutWaitingForTheNextCheck) {
  create(R"({"name":"t", "configs":{"retention.ms":1000}})");
  produce(R"({"topic":"t", "records":[{"value":"a"}]})");
  EXPECT_EQ(told("topics", "apply-retention", R"({"topic":"t"})", "/partitions/0/logStartOffset"),
            "0");
  harness.broker.advance_to(harness.broker.now() + Millis{1001});
  EXPECT_EQ(told("topics", "describe", R"({"topic":"t"})", "/partitions/0/logStartOffset"), "0");
  EXPECT_EQ(ask("topics", "apply-retention", R"({"topic":"t"})"),
            R"({"topic":"t","partitions":[{"partition":0,"logStartOffset":1,"segments":1,)"
            R"("bytes":0}]})");
  EXPECT_EQ(ask("topics", "apply-retention", R"({"topic":"u"})").substr(0, 35),
            "404 UNKNOWN_TOPIC_OR_PARTITION: top");
}

}  // namespace
}  // namespace dogear::broker::control
