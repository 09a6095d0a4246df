// --as-version: brokers that tell and take the last versions of an older release.
#include "broker/releases.hpp"

#include <algorithm>
#include <fstream>

#include <fmt/format.h>

#include "broker/api_table.hpp"
#include "harness.hpp"
#include "machine.hpp"

namespace dogear::broker {
namespace {

using protocol::Version;

const Release& release(std::string_view name) { return *find_release(name); }

template <class Test>
void run_as(std::string_view name, Test& test) {
  test.broker.cluster().release = &release(name);
}

std::map<std::string, std::string> told_versions(const boost::json::value& answer) {
  std::map<std::string, std::string> told;
  for (const auto& row : answer.at("apiKeys").as_array()) {
    const auto key = static_cast<protocol::ApiKey>(row.at("apiKey").as_int64());
    told[find_api(key)->api.name] =
        fmt::format("{}-{}", row.at("minVersion").as_int64(), row.at("maxVersion").as_int64());
  }
  return told;
}

TEST(Releases, AreReadRowByRow) {
  std::size_t rows = 0;
  for (const auto& one : releases()) rows += one.apis.size() + one.features.size();
  std::ifstream table(DOGEAR_SOURCE_DIR "/broker/kafka-releases.tsv");
  std::string line;
  std::size_t lines = 0;
  while (std::getline(table, line)) ++lines;
  EXPECT_EQ(rows, lines);
  EXPECT_EQ(last_version(release("4.0"), 0), 12);
  EXPECT_EQ(release("3.7").features.size(), 1U);
  EXPECT_EQ(release("3.7").features[0].name, "metadata.version");
  EXPECT_EQ(release("3.7").features[0].last, 19);
}

TEST(Releases, AreFoundByTheirNumbers) {
  EXPECT_EQ(find_release("4.3.1"), &releases().back());
  EXPECT_EQ(find_release("3.9.0"), &release("3.9"));
  for (const auto* text : {"", "4", "4.30", "4.3.", "4.3.x", "4.3-rc1", "2.8"})
    EXPECT_EQ(find_release(text), nullptr) << text;
}

TEST(Releases, TheLastOneIsWhatIsServed) {
  const auto& last = releases().back();
  for (const auto* entry : served_apis()) {
    EXPECT_EQ(last_version(last, entry->api.key), entry->api.versions.last) << entry->api.name;
    EXPECT_EQ(versions_at(last, entry->api), entry->api.versions) << entry->api.name;
  }
}

TEST(Releases, EachTellsItsOwnLastVersions) {
  for (const auto& one : releases()) {
    Harness harness;
    run_as(one.name, harness);
    const auto told = told_versions(harness.ask_json("ApiVersions", 0, "{}"));
    for (const auto* entry : served_apis()) {
      const auto& api = entry->api;
      const auto known = last_version(one, api.key);
      ASSERT_EQ(told.contains(api.name), known.has_value()) << api.name;
      if (!known) continue;
      EXPECT_EQ(told.at(api.name),
                fmt::format("{}-{}", api.key == 0 ? 0 : api.versions.first, *known))
          << api.name << " as of " << one.name;
    }
  }
}

TEST(Releases, DifferWhereKafkasDo) {
  const auto told = [](std::string_view name) {
    Harness harness;
    run_as(name, harness);
    return told_versions(harness.ask_json("ApiVersions", 0, "{}"));
  };
  EXPECT_EQ(told("3.7").at("Produce"), "0-10");
  EXPECT_EQ(told("4.0").at("Produce"), "0-12");
  EXPECT_EQ(told("4.3").at("Produce"), "0-13");
  EXPECT_EQ(told("3.8").at("ApiVersions"), "0-3");
  EXPECT_FALSE(told("3.7").contains("DescribeTopicPartitions"));
  EXPECT_TRUE(told("3.8").contains("DescribeTopicPartitions"));
}

// "supported: name first-last …; finalized: name level …"
std::string told_features(std::string_view name) {
  Harness harness;
  run_as(name, harness);
  const auto answer = harness.ask_json(
      "ApiVersions", 4, R"({"clientSoftwareName":"a", "clientSoftwareVersion":"1"})");
  std::string text = "supported:";
  for (const auto& row : answer.at("supportedFeatures").as_array())
    text += fmt::format(" {} {}-{}", row.at("name").as_string().c_str(),
                        row.at("minVersion").as_int64(), row.at("maxVersion").as_int64());
  text += "; finalized:";
  for (const auto& row : answer.at("finalizedFeatures").as_array())
    text += fmt::format(" {} {}", row.at("name").as_string().c_str(),
                        row.at("maxVersionLevel").as_int64());
  return text;
}

TEST(Releases, TellTheLevelsOfTheirFeatures) {
  EXPECT_EQ(told_features("4.0"),
            "supported: kraft.version 0-1 metadata.version 7-25 eligible.leader.replicas.version "
            "0-1; finalized: metadata.version 25");
  EXPECT_EQ(told_features("4.3"),
            "supported: kraft.version 0-1 metadata.version 7-30 eligible.leader.replicas.version "
            "0-1; finalized: eligible.leader.replicas.version 1 metadata.version 30");
}

TEST(Releases, ARequestAboveTheirLastVersionEndsTheConnection) {
  Machine machine;
  run_as("4.0", machine);
  machine.connect(1);
  machine.send(1, "Metadata", 13, R"({"topics":[]})");
  EXPECT_EQ(machine.output(), "1 <- 1 Metadata\n");
  machine.send(1, "Produce", 13, "{}");
  EXPECT_EQ(machine.output(), "1 closed: Produce v13 is not served\n");
}

TEST(Releases, ANewerApiVersionsIsAnsweredWithTheVersionsOfThatApi) {
  Machine machine;
  run_as("3.8", machine);
  machine.connect(1);
  machine.send(1, "ApiVersions", 4, R"({"clientSoftwareName":"a", "clientSoftwareVersion":"1"})");
  const auto output = machine.broker.take_output();
  ASSERT_EQ(output.frames.size(), 1U);
  const auto frame = Slice::copy_of(protocol::flattened(output.frames[0].frame));
  constexpr std::size_t size_and_correlation_id = 8;
  std::string error;
  const auto answer =
      protocol::find_api("ApiVersions")
          ->response.decode(
              frame.sub(size_and_correlation_id, frame.size() - size_and_correlation_id), 0, error);
  EXPECT_EQ(error, "");
  EXPECT_EQ(answer.at("errorCode"), "UNSUPPORTED_VERSION");
  EXPECT_EQ(boost::json::serialize(answer.at("apiKeys")),
            R"([{"apiKey":18,"minVersion":0,"maxVersion":3}])");
}

TEST(Releases, AnApiThatTheyDoNotKnowEndsTheConnection) {
  Machine machine;
  run_as("3.7", machine);
  machine.connect(1);
  machine.send(1, "DescribeTopicPartitions", 0, R"({"topics":[]})");
  EXPECT_EQ(machine.output(), "1 closed: API key 75 is not served\n");
}

}  // namespace
}  // namespace dogear::broker
