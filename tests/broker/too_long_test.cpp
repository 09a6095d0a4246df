// Requests with a text that is too long to be repeated in an error message: Kafka fails to write
// its answer, and then answers that it has failed.
#include <fmt/format.h>

#include "harness.hpp"

namespace dogear::broker {
namespace {

struct Case {
  std::string_view api;
  protocol::Version version;
  std::string_view request;  // LONG stands for the text
};

// Those that Apache Kafka 4.3.1 was seen to answer so.
constexpr Case cases[] = {
    {"DescribeConfigs", 4, R"({"resources":[{"resourceType":2, "resourceName":"LONG"}]})"},
    {"DescribeProducers", 0, R"({"topics":[{"name":"LONG", "partitionIndexes":[0]}]})"},
    {"ElectLeaders", 2, R"({"electionType":0, "timeoutMs":1000,
                            "topicPartitions":[{"topic":"LONG", "partitions":[0]}]})"},
    {"AlterPartitionReassignments", 1,
     R"({"timeoutMs":1000,
         "topics":[{"name":"LONG", "partitions":[{"partitionIndex":0, "replicas":[1]}]}]})"},
    {"CreateTopics", 7, R"({"timeoutMs":1000,
                            "topics":[{"name":"LONG", "numPartitions":1, "replicationFactor":1}]})"},
    {"IncrementalAlterConfigs", 1,
     R"({"resources":[{"resourceType":2, "resourceName":"LONG",
                       "configs":[{"name":"retention.ms", "value":"1"}]}]})"},
};

TEST(TooLongTexts, AreAnsweredThatTheServerFailed) {
  std::string text(32'767, 'x');
  for (const auto& [api, version, request] : cases) {
    Harness harness;
    std::string asked(request);
    asked.replace(asked.find("LONG"), 4, text);
    const auto answer = serialize(harness.ask_json(api, version, asked));
    EXPECT_NE(answer.find(R"("errorCode":"UNKNOWN_SERVER_ERROR")"), answer.npos)
        << api << ": " << answer.substr(0, 200);
  }
}

}  // namespace
}  // namespace dogear::broker
