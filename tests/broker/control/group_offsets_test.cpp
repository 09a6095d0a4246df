// The verbs that set, tell and delete committed offsets, asked as users ask.
#include "control_verbs.hpp"

namespace dogear::broker::control {
namespace {

TEST_F(ControlVerbs, OffsetsAreCommittedAsAnAdminCommitsThem) {
  create(R"({"name":"t", "partitions":2})");
  EXPECT_EQ(set_offsets(R"({"group":"g", "offsets":[
      {"topic":"t", "partition":0, "offset":2, "metadata":"m", "leaderEpoch":0},
      {"topic":"t", "partition":1, "offset":0}]})"),
            R"({"group":"g","committed":2})");
  const auto answer =
      harness.ask_json("OffsetFetch", 8, R"({"groups":[{"groupId":"g", "topics":null}]})");
  const auto& rows = answer.at("groups").at(0).at("topics").at(0).at("partitions");
  EXPECT_EQ(rows.at(0).at("committedOffset"), 2);
  EXPECT_EQ(rows.at(0).at("metadata"), "m");
  EXPECT_EQ(rows.at(0).at("committedLeaderEpoch"), 0);
  EXPECT_EQ(rows.at(1).at("committedOffset"), 0);
  EXPECT_EQ(harness.broker.cluster()
                .topics.find("__consumer_offsets")
                ->partitions[0]
                .log->high_watermark(),
            2);
}

TEST_F(ControlVerbs, OffsetsThatAreRefusedAreNamed) {
  create(R"({"name":"t"})");
  EXPECT_EQ(set_offsets(R"({"group":"g", "offsets":[{"topic":"t", "partition":0, "offset":1},
                                                   {"topic":"u", "partition":0, "offset":1}]})"),
            "404 UNKNOWN_TOPIC_OR_PARTITION: offsets[1]: This server does not host this "
            "topic-partition.");
  EXPECT_EQ(set_offsets(R"({"group":"g", "offsets":[{"topic":"t", "partition":0, "offset":-1}]})"),
            "400 Bad Request: offsets[0].offset: expected a number from 0 to 9223372036854775807");
  EXPECT_EQ(set_offsets(R"({"group":"g", "offsets":[{"topic":"t", "offset":1}]})"),
            "400 Bad Request: offsets[0].partition: is missing");
}

TEST_F(ControlVerbs, CommittedOffsetsAreToldWithTheirLag) {
  create(R"({"name":"t", "partitions":3})");
  produce(R"({"topic":"t", "records":[{"partition":1, "value":"a"}, {"partition":1}]})");
  set_offsets(R"({"group":"g", "offsets":[
      {"topic":"t", "partition":1, "offset":1, "metadata":"m", "leaderEpoch":0}]})");
  EXPECT_EQ(ask("groups", "committed", R"({"group":"g"})"),
            R"({"group":"g","offsets":[{"topic":"t","partition":1,"offset":1,"leaderEpoch":0,)"
            R"("metadata":"m","committedAt":"1970-01-01T00:16:40.000Z","expiresAt":null,)"
            R"("highWatermark":2,"lag":1}]})");
  const auto offsets = [&](std::string_view request) {
    std::string text;
    const auto answer = json::parse(ask("groups", "committed", request));
    for (const auto& row : answer.at("offsets").as_array())
      text += fmt::format("{}-{}@{} ", json::value_to<std::string>(row.at("topic")),
                          row.at("partition").as_int64(), json::serialize(row.at("offset")));
    return text;
  };
  EXPECT_EQ(offsets(R"({"group":"g", "topic":"t"})"), "t-0@null t-1@1 t-2@null ");
  EXPECT_EQ(offsets(R"({"group":"g", "topic":"t", "partition":1})"), "t-1@1 ");
  EXPECT_EQ(offsets(R"({"group":"g", "topic":"u", "partition":7})"), "u-7@null ");
  EXPECT_EQ(offsets(R"({"group":"h"})"), "");
  EXPECT_EQ(ask("groups", "committed", R"({"group":"g", "partition":1})"),
            "400 Bad Request: topic: is missing");
  EXPECT_EQ(ask("groups", "committed", "{}"), "400 Bad Request: group: is missing");
}

}  // namespace
}  // namespace dogear::broker::control
