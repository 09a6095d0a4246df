#include "base/uuid.hpp"

#include <gtest/gtest.h>

#include "base/derive.hpp"

namespace dogear {
namespace {

TEST(Uuid, PrintsAsKafkaDoes) {
  EXPECT_EQ(Uuid{}.to_string(), "AAAAAAAAAAAAAAAAAAAAAA");
  Uuid one;
  one.bytes[15] = 1;  // Kafka's metadata topic id
  EXPECT_EQ(one.to_string(), "AAAAAAAAAAAAAAAAAAAAAQ");
}

TEST(Uuid, ParsesWhatItPrinted) {
  for (std::uint64_t i = 0; i < 100; ++i) {
    const auto id = derive_uuid(Seed{7}, "topic", {"orders"}, i);
    EXPECT_EQ(Uuid::parse(id.to_string()), id);
    EXPECT_NE(id.to_string().front(), '-');
  }
}

TEST(Uuid, RefusesWhatItWouldNotPrint) {
  EXPECT_EQ(Uuid::parse(""), std::nullopt);
  EXPECT_EQ(Uuid::parse("AAAAAAAAAAAAAAAAAAAAA!"), std::nullopt);
  EXPECT_EQ(Uuid::parse("AAAAAAAAAAAAAAAAAAAAAB"), std::nullopt);  // stray bits at the end
}

TEST(Derive, DependsOnEveryPart) {
  const auto bits = [](Seed seed, std::string_view kind, std::string_view a, std::string_view b,
                       std::uint64_t n) { return derive_bits(seed, kind, {a, b}, n); };
  const auto base = bits(Seed{1}, "member", "a", "bc", 0);
  EXPECT_EQ(base, bits(Seed{1}, "member", "a", "bc", 0));
  EXPECT_NE(base, bits(Seed{2}, "member", "a", "bc", 0));
  EXPECT_NE(base, bits(Seed{1}, "topic", "a", "bc", 0));
  EXPECT_NE(base, bits(Seed{1}, "member", "ab", "c", 0));
  EXPECT_NE(base, bits(Seed{1}, "member", "a", "bc", 1));
}

}  // namespace
}  // namespace dogear
