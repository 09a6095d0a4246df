// --init: what a broker has before its first client comes.
#include "running_dogear.hpp"
#include "socket.hpp"
#include "temporary_file.hpp"

namespace dogear::server {
namespace {

namespace json = boost::json;

TEST(Init, TopicsRecordsAndOffsetsAreThereWhenClientsCome) {
  const TemporaryFile lines(R"({"verb":"topics/create", "name":"orders", "partitions":2}

{"verb":"topics/produce", "topic":"orders", "records":[{"partition":1, "value":"a"}, {"partition":1, "value":"b"}]}
{"verb":"groups/set-offsets", "group":"billing", "offsets":[{"topic":"orders", "partition":1, "offset":1}]}
)");
  RunningDogear dogear({"--nodes", "3", "--init", lines.path()});
  const auto ready = dogear.ready();
  const Socket client(dogear.kafka_port());
  const auto metadata = client.ask("Metadata", 12, R"({"topics":[{"name":"orders"}]})");
  EXPECT_EQ(metadata.at("topics").at(0).at("partitions").as_array().size(), 2U);
  const auto coordinator =
      client.ask("FindCoordinator", 4, R"({"keyType":0, "coordinatorKeys":["billing"]})");
  const Socket of_group(
      static_cast<std::uint16_t>(coordinator.at("coordinators").at(0).at("port").as_int64()));
  const auto offsets =
      of_group.ask("OffsetFetch", 8, R"({"groups":[{"groupId":"billing", "topics":null}]})");
  EXPECT_EQ(
      offsets.at("groups").at(0).at("topics").at(0).at("partitions").at(0).at("committedOffset"),
      1);
  const auto leader = metadata.at("topics").at(0).at("partitions").at(1).at("leaderId").as_int64();
  for (const auto& node : metadata.at("brokers").as_array()) {
    if (node.at("nodeId") != leader) continue;
    const Socket of_partition(static_cast<std::uint16_t>(node.at("port").as_int64()));
    const auto ends = of_partition.ask(
        "ListOffsets", 7,
        R"({"replicaId":-1, "topics":[{"name":"orders", "partitions":[{"partitionIndex":1, "timestamp":-1}]}]})");
    EXPECT_EQ(ends.at("topics").at(0).at("partitions").at(0).at("offset"), 2);
  }
}

std::string refusal(const std::string& text) {
  const TemporaryFile lines(text);
  RunningDogear dogear({"--init", lines.path(), "--log-level", "off"});
  EXPECT_EQ(dogear.output(), "");
  const auto log = dogear.log();
  EXPECT_EQ(dogear.wait(), 2);
  const auto prefix = "dogear: " + lines.path() + ":";
  EXPECT_TRUE(log.starts_with(prefix)) << log;
  return log.substr(std::min(prefix.size(), log.size()));
}

TEST(Init, ABadLineIsNamed) {
  EXPECT_EQ(refusal("{\"verb\":\"clock/read\"}\n{\"verb\":\"topics/crate\"}\n"),
            "2: verb: there is no topics/crate; did you mean topics/create?\n");
  EXPECT_EQ(refusal("\n\n{\"verb\":\"topics/create\", \"name\":\"t\", \"partitions\":\"3\"}"),
            "3: partitions: expected a number from 1 to 2147483647\n");
  EXPECT_EQ(refusal(R"({"verb":"topics/produce", "topic":"t", "records":[{}, {"partition":9}]})"),
            "1: records[1].partition: the topic has 1 partitions\n");
  EXPECT_EQ(refusal(R"({"verb":"topics/create", "name":"t", "configs":{"retention.mss":1}})"),
            "1: configs.retention.mss: INVALID_CONFIG: Unknown topic config name: retention.mss; "
            "did you mean retention.ms?\n");
  EXPECT_EQ(refusal("{}"), "1: verb: is missing\n");
  EXPECT_EQ(refusal("[]"), "1: not a JSON object\n");
  EXPECT_TRUE(refusal("{\"verb\":").starts_with("1: not JSON: "));
}

TEST(Init, AFileThatIsNotThereIsRefused) {
  RunningDogear dogear({"--init", "/nowhere/at/all"});
  EXPECT_EQ(dogear.output(), "");
  EXPECT_EQ(dogear.log(), "dogear: cannot read --init /nowhere/at/all\n");
  EXPECT_EQ(dogear.wait(), 2);
}

TEST(Init, ItsVerbsAreOnTheControlPortToo) {
  RunningDogear dogear;
  const Socket control(dogear.control_port());
  const std::string body = R"({"name":"t","partitions":2})";
  EXPECT_TRUE(
      control.send("POST /v1/topics/create HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                   "Content-Length: " +
                   std::to_string(body.size()) + "\r\n\r\n" + body));
  const auto answer = control.receive_all();
  EXPECT_NE(answer.find(" 200 OK"), std::string::npos) << answer;
  EXPECT_NE(answer.find(R"("partitions":2)"), std::string::npos) << answer;
}

}  // namespace
}  // namespace dogear::server
