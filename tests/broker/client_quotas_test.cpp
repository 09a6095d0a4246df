// Quotas where no conversation gets: what is logged of those that mean nothing here.
#include "harness.hpp"

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
  harness.ask_json("AlterClientQuotas", 1, set("request_percentage"));
  EXPECT_EQ(harness.log(), (std::vector<std::string>{
                               "the quota request_percentage is accepted and means nothing here"}));
}

}  // namespace
}  // namespace dogear::broker
