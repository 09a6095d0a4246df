// Clients that send what no client would: an error or a closed connection, a log line that says
// why, bounded memory, and everybody else served as before.
#include <fmt/format.h>

#include "protocol/base64.hpp"
#include "protocol/json.hpp"
#include "running_dogear.hpp"
#include "socket.hpp"
#include "storage/batch_builder.hpp"

namespace dogear::server {
namespace {

namespace json = boost::json;

constexpr std::size_t mebibyte = 1024 * 1024;

class Hostile : public testing::Test {
 protected:
  void SetUp() override { port = dogear.kafka_port(); }
  void TearDown() override {
    const Socket other(port);
    EXPECT_TRUE(other.ask("ApiVersions", 0).is_object()) << "others are not served";
    EXPECT_EQ(dogear.end(), 0);
  }

  // Sends these bytes on a connection of their own, and waits until it is closed.
  void expect_closed(const Bytes& bytes, const std::string& why) {
    const Socket client(port);
    EXPECT_TRUE(client.send(bytes));
    EXPECT_TRUE(client.is_closed());
    EXPECT_TRUE(dogear.logs(why));
  }

  RunningDogear dogear{{"--topic", "t", "--log-level", "info"}};
  std::uint16_t port = 0;
};

Bytes with_size(const Bytes& body) {
  Bytes frame(sizeof(std::int32_t) + body.size());
  storage::store_big_endian(frame.data(), static_cast<std::int32_t>(body.size()));
  std::copy(body.begin(), body.end(), frame.begin() + sizeof(std::int32_t));
  return frame;
}

TEST_F(Hostile, HalfAFrameAndSilenceKeepOnlyWhatCame) {
  const auto before = dogear.resident_bytes();
  std::vector<Socket> silent;
  for (int i = 0; i < 200; ++i) {
    silent.emplace_back(port);
    // 100,000,000 bytes announced, 11 sent.
    EXPECT_TRUE(
        silent.back().send(Bytes{0x05, 0xf5, 0xe1, 0x00, 0, 3, 0, 12, 0, 0, 0, 1, 0, 4, 't'}));
  }
  const Socket other(port);
  EXPECT_TRUE(other.ask("Metadata", 12, R"({"topics":null})").is_object());
  EXPECT_LT(dogear.resident_bytes(), before + 20 * mebibyte);
}

TEST_F(Hostile, AFrameAboveTheLimitIsRefusedBeforeItComes) {
  expect_closed({0x06, 0x40, 0x00, 0x01},
                "a request of 104857601 bytes; socket.request.max.bytes is 104857600");
}

TEST_F(Hostile, ANegativeSizeIsRefused) {
  expect_closed({0xff, 0xff, 0xff, 0xfe}, "a request of -2 bytes");
}

TEST_F(Hostile, AFrameWithoutAHeaderIsRefused) {
  expect_closed(with_size({}), "a request of 0 bytes has no header");
  expect_closed(with_size({0, 3, 0, 12}), "a request of 4 bytes has no header");
}

TEST_F(Hostile, AnUnknownApiIsRefused) {
  expect_closed(with_size({0x03, 0xe8, 0, 0, 0, 0, 0, 1, 0xff, 0xff}),
                "API key 1000 is not served");
}

TEST_F(Hostile, AnUnknownVersionIsRefused) {
  expect_closed(with_size({0, 3, 0x03, 0xe8, 0, 0, 0, 1, 0xff, 0xff}),
                "Metadata v1000 is not served");
}

TEST_F(Hostile, AMalformedHeaderIsRefused) {
  // The client id is longer than the frame.
  expect_closed(with_size({0, 3, 0, 8, 0, 0, 0, 1, 0x7f, 0xff, 'x'}),
                "Metadata has a malformed header");
}

TEST_F(Hostile, ACountBeyondTheFrameIsRefused) {
  // Metadata v8 with 2,147,483,647 topics.
  expect_closed(with_size({0, 3, 0, 8, 0, 0, 0, 1, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff, 1, 0, 0}),
                "Metadata v8: ");
}

TEST_F(Hostile, ALengthBeyondTheFrameIsRefused) {
  // One topic whose name has 32,767 bytes.
  expect_closed(with_size({0, 3, 0, 8, 0, 0, 0, 1, 0xff, 0xff, 0, 0, 0, 1, 0x7f, 0xff, 't'}),
                "Metadata v8: ");
}

// Kafka reads every negative count as null, which is all topics here and nothing legal elsewhere.
TEST_F(Hostile, ANegativeCountIsNullOrRefused) {
  const Socket client(port);
  EXPECT_TRUE(client.send(
      with_size({0, 3, 0, 8, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe, 1, 0, 0})));
  EXPECT_TRUE(client.receive_frame());
  // Heartbeat v0 whose group id is of length -2.
  expect_closed(with_size({0, 12, 0, 0, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xfe, 0, 0, 0, 0, 0, 0}),
                "Heartbeat");
}

TEST_F(Hostile, ABatchWithABadChecksumIsAnsweredWithAnError) {
  storage::BatchBuilder builder({});
  builder.add(0, std::nullopt, bytes_of("v"));
  auto batch = builder.build();
  batch.back() ^= 1U;
  const Socket client(port);
  const auto answer = client.ask(
      "Produce", 9,
      fmt::format(R"({{"acks":1,"timeoutMs":1000,"topicData":[{{"name":"t","partitionData":[
                      {{"index":0,"records":"{}"}}]}}]}})",
                  protocol::to_base64(batch)));
  EXPECT_NE(json::serialize(answer).find("CORRUPT_MESSAGE"), std::string::npos)
      << json::serialize(answer);
  EXPECT_TRUE(client.ask("ApiVersions", 0).is_object());
}

TEST_F(Hostile, NoiseIsRefused) {
  std::uint32_t state = 1;
  for (int i = 0; i < 100; ++i) {
    Bytes noise(200);
    for (auto& byte : noise) {
      state = state * 1'664'525 + 1'013'904'223;
      byte = static_cast<std::uint8_t>(state >> 24U);
    }
    noise[0] = 0;  // a size that could be
    noise[1] = 0;
    noise[2] = 0;
    noise[3] = 100;
    const Socket client(port);
    EXPECT_TRUE(client.send(noise));
    EXPECT_TRUE(client.is_closed());
  }
}

// One who asks and asks and reads nothing gets no more answers than fit, and is read no further.
TEST_F(Hostile, ASlowReaderTakesBoundedMemory) {
  const Socket other(port);
  const auto made = json::serialize(other.ask(
      "CreateTopics", 7,
      R"({"topics":[{"name":"wide","numPartitions":9000,"replicationFactor":1}],"timeoutMs":1})"));
  const auto answer = json::serialize(other.ask("Metadata", 12, R"({"topics":[{"name":"wide"}]})"));
  ASSERT_GT(answer.size(), mebibyte) << made;
  const auto before = dogear.resident_bytes();

  // Each answer has some 300 KiB; all of them would be gigabytes.
  const Socket slow(port, 4096);
  const auto question = request_frame("Metadata", 12, R"({"topics":[{"name":"wide"}]})");
  Bytes questions;
  for (int i = 0; i < 20'000; ++i)
    questions.insert(questions.end(), question.begin(), question.end());
  ByteSpan rest(questions);
  auto stuck = 0;
  while (!rest.empty() && stuck < 50) {
    const auto count = slow.send_some(rest);
    rest = rest.subspan(count);
    stuck = count == 0 ? stuck + 1 : 0;
    // A round trip of another client: whatever Dogear does for the slow one it has done.
    EXPECT_TRUE(other.ask("ApiVersions", 0).is_object());
  }
  EXPECT_LT(dogear.resident_bytes(), before + 40 * mebibyte);

  // Once it reads, it is served on.
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(slow.receive_frame());
}

TEST_F(Hostile, OneWhoNeverReadsIsNoBurdenToOthers) {
  const Socket deaf(port, 4096);
  const auto question = request_frame("Metadata", 12, R"({"topics":null})");
  for (int i = 0; i < 1000; ++i) deaf.send_some(question);
  const Socket other(port);
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(other.ask("Metadata", 12).is_object());
}

class Idle : public testing::Test {
 protected:
  void TearDown() override { EXPECT_EQ(dogear.end(), 0); }

  RunningDogear dogear{{"-c", "connections.max.idle.ms=1500", "--topic", "t:1000"}};
};

TEST_F(Idle, ConnectionsAreClosedAfterTheirTime) {
  const Socket half(dogear.kafka_port());
  EXPECT_TRUE(half.send(Bytes{0, 0, 1, 0}));
  EXPECT_TRUE(half.is_closed());
  EXPECT_TRUE(dogear.logs("nothing was received for connections.max.idle.ms"));
}

// What the broker was last asked lies further back than the limit when the second client comes.
TEST_F(Idle, AConnectionIsAsOldAsItself) {
  RunningDogear slower{{"-c", "connections.max.idle.ms=2000"}};
  const Socket silent(slower.kafka_port());
  EXPECT_TRUE(silent.is_closed());
  const Socket client(dogear.kafka_port());
  EXPECT_TRUE(client.ask("ApiVersions", 0).is_object());
}

TEST_F(Idle, SlowReadersAreClosedAfterTheirTime) {
  const Socket slow(dogear.kafka_port(), 4096);
  const auto question = request_frame("Metadata", 12, R"({"topics":null})");
  Bytes questions;
  for (int i = 0; i < 1000; ++i)
    questions.insert(questions.end(), question.begin(), question.end());
  EXPECT_TRUE(slow.send(questions));
  EXPECT_TRUE(dogear.logs(" bytes of answers were not read for connections.max.idle.ms"));
}

TEST(MemoryLimit, RefusesAppendsAndNamesItself) {
  RunningDogear dogear({"--memory-limit", "2M", "--topic", "t"});
  const Socket client(dogear.kafka_port());
  storage::BatchBuilder builder({});
  builder.add(0, std::nullopt, bytes_of(std::string(500'000, 'x')));
  const auto request = fmt::format(
      R"({{"acks":1,"timeoutMs":1000,"topicData":[{{"name":"t","partitionData":[
          {{"index":0,"records":"{}"}}]}}]}})",
      protocol::to_base64(builder.build()));
  std::string answer;
  for (int i = 0; i < 6; ++i) answer = json::serialize(client.ask("Produce", 9, request));
  EXPECT_NE(answer.find("KAFKA_STORAGE_ERROR"), std::string::npos) << answer;
  EXPECT_TRUE(dogear.logs("--memory-limit"));
  EXPECT_EQ(dogear.end(), 0);
}

constexpr auto answer_too_large = "its answer would be larger than 256 MiB";

// A list of so many of the same.
std::string again(const std::string& element, int times) {
  std::string list = element;
  for (int i = 1; i < times; ++i) list += "," + element;
  return list;
}

TEST_F(Hostile, AnAnswerOfTheSameAgainAndAgainIsRefused) {
  const Socket member(port);
  EXPECT_TRUE(member.ask("FindCoordinator", 0, R"({"key":"g"})").is_object());
  const auto metadata = protocol::to_base64(bytes_of(std::string(mebibyte / 2, 'm')));
  const auto joined = member.ask(
      "JoinGroup", 3,
      fmt::format(R"({{"groupId":"g", "sessionTimeoutMs":60000, "rebalanceTimeoutMs":60000,
                       "memberId":"", "protocolType":"consumer",
                       "protocols":[{{"name":"p", "metadata":"{}"}}]}})",
                  metadata));
  const auto synced = member.ask(
      "SyncGroup", 1,
      fmt::format(R"({{"groupId":"g", "generationId":1, "memberId":{}, "assignments":[]}})",
                  serialize(joined.at("memberId"))));
  EXPECT_EQ(synced.at("errorCode"), "NONE");
  expect_closed(
      request_frame("DescribeGroups", 0, fmt::format(R"({{"groups":[{}]}})", again(R"("g")", 600))),
      answer_too_large);
}

TEST_F(Hostile, AnAnswerOfTheSameOffsetsAgainAndAgainIsRefused) {
  const Socket client(port);
  EXPECT_TRUE(client.ask("FindCoordinator", 0, R"({"key":"g"})").is_object());
  const auto row =
      fmt::format(R"({{"partitionIndex":0, "committedOffset":1, "committedMetadata":"{}"}})",
                  std::string(4'000, 'm'));
  const auto committed =
      client.ask("OffsetCommit", 7,
                 fmt::format(R"({{"groupId":"g", "generationIdOrMemberEpoch":-1, "memberId":"",
                       "topics":[{{"name":"t", "partitions":[{}]}}]}})",
                             row));
  EXPECT_NE(serialize(committed).find("NONE"), std::string::npos) << committed;
  const auto same =
      R"({"groupId":"g", "topics":[{"name":"t", "partitionIndexes":[)" + again("0", 1'000) + "]}]}";
  expect_closed(
      request_frame("OffsetFetch", 8, fmt::format(R"({{"groups":[{}]}})", again(same, 70))),
      answer_too_large);
}

TEST_F(Hostile, AnAnswerOfTheSameConfigsAgainAndAgainIsRefused) {
  const auto same = R"({"resourceType":4, "resourceName":"1"})";
  expect_closed(request_frame("DescribeConfigs", 4,
                              fmt::format(R"({{"resources":[{}], "includeSynonyms":true}})",
                                          again(same, 20'000))),
                answer_too_large);
}

TEST_F(Hostile, AnAnswerOfTheSameLongNameAgainAndAgainIsRefused) {
  const std::string name(32'000, 'x');
  const auto partitions = again("0", 9'000);
  expect_closed(
      request_frame("DescribeProducers", 0,
                    fmt::format(R"({{"topics":[{{"name":"{}", "partitionIndexes":[{}]}}]}})", name,
                                partitions)),
      answer_too_large);
  expect_closed(
      request_frame("ElectLeaders", 2,
                    fmt::format(R"({{"topicPartitions":[{{"topic":"{}", "partitions":[{}]}}]}})",
                                name, partitions)),
      answer_too_large);
  expect_closed(
      request_frame("AlterPartitionReassignments", 0,
                    fmt::format(R"({{"topics":[{{"name":"{}", "partitions":[{}]}}]}})", name,
                                again(R"({"partitionIndex":0, "replicas":null})", 9'000))),
      answer_too_large);
  expect_closed(request_frame("Fetch", 12,
                              fmt::format(R"({{"topics":[{{"topic":"{}", "partitions":[{}]}}]}})",
                                          name, again(R"({"partition":0})", 9'000))),
                answer_too_large);
}

// A batch of a few hundred bytes, each record of which is refused with a message of its own.
std::string batch_without_keys() {
  storage::BatchProperties properties;
  properties.compression = storage::CompressionType::zstd;
  properties.compression_level = storage::default_level(properties.compression);
  storage::BatchBuilder batch(properties);
  for (int i = 0; i < 10'000; ++i) batch.add(0, std::nullopt, std::nullopt);
  return protocol::to_base64(batch.build());
}

TEST_F(Hostile, AnAnswerOfMillionsOfRefusedRecordsIsRefused) {
  const Socket client(port);
  const auto created = client.ask("CreateTopics", 4, R"({"topics":[{"name":"compact",
      "numPartitions":250, "replicationFactor":1,
      "configs":[{"name":"cleanup.policy", "value":"compact"}]}]})");
  EXPECT_NE(serialize(created).find("NONE"), std::string::npos) << created;
  const auto batch = batch_without_keys();
  std::string rows;
  for (int i = 0; i < 250; ++i)
    rows += fmt::format(R"({}{{"index":{}, "records":"{}"}})", i > 0 ? "," : "", i, batch);
  expect_closed(request_frame("Produce", 9,
                              fmt::format(R"({{"acks":-1, "topicData":[{{"name":"compact",
                                     "partitionData":[{}]}}]}})",
                                          rows)),
                answer_too_large);
}

}  // namespace
}  // namespace dogear::server
