// Quotas where no conversation gets: what is logged of those that mean nothing here, and entities
// whose names are hostile.
#include "harness.hpp"
#include "machine.hpp"

namespace dogear::broker {
namespace {

std::string set(const std::string& key) {
  return R"({"entries":[{"entity":[{"entityType":"user", "entityName":"anna"}],
      "ops":[{"key":")" +
         key + R"(", "value":5.0}]}]})";
}

TEST(AlterClientQuotas, NamesOnceInTheLogWhatMeansNothingHere) {
  Harness harness;
  for (const auto* key : {"producer_byte_rate", "consumer_byte_rate", "controller_mutation_rate"})
    harness.ask_json("AlterClientQuotas", 1, set(key));
  EXPECT_TRUE(harness.log().empty());
  harness.ask_json("AlterClientQuotas", 1, set("request_percentage"));
  EXPECT_EQ(harness.log(),
            (std::vector<std::string>{
                "the quota request_percentage is accepted but has no effect in Dogear"}));
  harness.ask_json("AlterClientQuotas", 1, set("request_percentage"));
  EXPECT_TRUE(harness.log().empty());
}

// Whether AlterClientQuotas takes this for the name of an entity of type "ip".
bool is_taken_for_ip(const std::string& name) {
  Harness harness;
  const auto answer = harness.ask_json(
      "AlterClientQuotas", 1,
      R"({"validateOnly":true, "entries":[{"entity":[{"entityType":"ip", "entityName":")" + name +
          R"("}], "ops":[{"key":"connection_creation_rate", "value":5.0}]}]})");
  return answer.at("entries").at(0).at("errorCode") == "NONE";
}

TEST(AlterClientQuotas, ReadsAnEndlessIpInOnePass) {
  const std::string colons(32'000, ':');
  EXPECT_FALSE(is_taken_for_ip(colons));
  EXPECT_FALSE(is_taken_for_ip(colons + "z"));
}

// How many of five records a Fetch of all of them gets.
std::size_t records_fetched(std::int32_t consumer_byte_rate) {
  Machine machine;
  machine.create_topic("t");
  machine.connect(1);
  machine.send(1, "AlterClientQuotas", 1,
               fmt::format(R"({{"entries":[{{"entity":[{{"entityType":"client-id",
                   "entityName":null}}], "ops":[{{"key":"consumer_byte_rate","value":{}}}]}}]}})",
                           consumer_byte_rate));
  for (int i = 0; i < 5; ++i) machine.produce(1, "t", std::string(930, 'v'));  // batches of 1 KB
  machine.answers();
  machine.fetch(1, "t");
  const auto answer = boost::json::parse(machine.answers());
  const auto& rows = answer.at("responses").at(0).at("partitions").at(0);
  return rows.at("records").as_string().size() * 3 / 4 / 1'000;
}

// As much as the quota allows in the ten seconds over which a rate is measured.
TEST(ConsumerByteRate, LimitsHowMuchOneFetchGets) {
  EXPECT_EQ(records_fetched(300), 3);
  EXPECT_EQ(records_fetched(1'000), 5);
}

}  // namespace
}  // namespace dogear::broker
