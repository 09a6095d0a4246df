// Client quotas: which one binds whom, and how their rates are measured.
#include <gtest/gtest.h>

#include "broker/quotas/client_quotas.hpp"
#include "broker/quotas/rates.hpp"

namespace dogear::broker {
namespace {

constexpr WireTime at(std::int64_t ms) { return WireTime{Millis{ms}}; }

// "limit user/client-id", of whom shares it.
std::string binding(const ClientQuotas& quotas, const QuotaClient& client) {
  const auto quota = quotas.binding(producer_byte_rate, client);
  if (!quota) return "none";
  return std::to_string(static_cast<int>(quota->limit)) + " " + quota->shared_by.user + "/" +
         quota->shared_by.client_id;
}

void set(ClientQuotas& quotas, const QuotaEntity& entity, const std::string& key, double value) {
  quotas.alter({{entity, {{key, value}}}});
}

TEST(ClientQuotas, TheMostSpecificOneBinds) {
  const std::string key(producer_byte_rate);
  ClientQuotas quotas;
  EXPECT_EQ(binding(quotas, {"anna", "billing"}), "none");
  set(quotas, {{"client-id", std::nullopt}}, key, 1);
  EXPECT_EQ(binding(quotas, {"anna", "billing"}), "1 /billing");
  set(quotas, {{"client-id", "billing"}}, key, 2);
  EXPECT_EQ(binding(quotas, {"anna", "billing"}), "2 /billing");
  set(quotas, {{"user", std::nullopt}}, key, 3);
  EXPECT_EQ(binding(quotas, {"anna", "billing"}), "3 anna/");
  set(quotas, {{"user", std::nullopt}, {"client-id", std::nullopt}}, key, 4);
  EXPECT_EQ(binding(quotas, {"anna", "billing"}), "4 anna/billing");
  set(quotas, {{"user", "anna"}}, key, 5);
  EXPECT_EQ(binding(quotas, {"anna", "billing"}), "5 anna/");
  set(quotas, {{"user", "anna"}, {"client-id", "billing"}}, key, 6);
  EXPECT_EQ(binding(quotas, {"anna", "billing"}), "6 anna/billing");
  EXPECT_EQ(binding(quotas, {"anna", "another"}), "5 anna/");
  EXPECT_EQ(binding(quotas, {"bob", "billing"}), "4 bob/billing");
}

TEST(ClientQuotas, AnEntityWithoutValuesIsGone) {
  ClientQuotas quotas;
  set(quotas, {{"user", "anna"}}, "producer_byte_rate", 1);
  quotas.alter({{{{"user", "anna"}}, {{"consumer_byte_rate", std::nullopt}}}});
  EXPECT_FALSE(quotas.empty());
  quotas.alter({{{{"user", "anna"}}, {{"producer_byte_rate", std::nullopt}}}});
  EXPECT_TRUE(quotas.empty());
}

TEST(SampledRate, ABurstCountsAsSpreadOverTheWindow) {
  SampledRate rate({.samples = 11, .size = std::chrono::seconds{1}});
  rate.record(5000, at(100));
  EXPECT_EQ(rate.elapsed(at(100)), Millis{10'000});
  EXPECT_DOUBLE_EQ(rate.per_second(at(100)), 500);
  EXPECT_EQ(rate.elapsed(at(600)), Millis{10'500});
}

TEST(SampledRate, OldSamplesAreForgotten) {
  SampledRate rate({.samples = 3, .size = std::chrono::seconds{1}});
  rate.record(600, at(0));
  rate.record(300, at(1'500));
  EXPECT_DOUBLE_EQ(rate.per_second(at(2'000)), 450);
  EXPECT_DOUBLE_EQ(rate.per_second(at(3'500)), 150);
  EXPECT_DOUBLE_EQ(rate.per_second(at(10'000)), 0);
}

TEST(TokenBucket, IsFullAtFirstAndFillsAtTheQuotasRate) {
  TokenBucket bucket({.samples = 11, .size = std::chrono::seconds{1}});
  EXPECT_DOUBLE_EQ(bucket.tokens(2, at(50)), 22);
  bucket.take(30, 2, at(50));
  EXPECT_DOUBLE_EQ(bucket.tokens(2, at(50)), -8);
  EXPECT_DOUBLE_EQ(bucket.tokens(2, at(3'050)), -2);
  EXPECT_DOUBLE_EQ(bucket.tokens(2, at(60'050)), 22);
}

}  // namespace
}  // namespace dogear::broker
