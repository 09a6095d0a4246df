#include "base/derive.hpp"

#include <set>
#include <string>

#include <gtest/gtest.h>

namespace dogear {
namespace {

TEST(Derive, TheSameInputsGiveTheSameId) {
  EXPECT_EQ(derive_bits(Seed{1}, "member", {"g", "app"}, 2),
            derive_bits(Seed{1}, "member", {"g", "app"}, 2));
  EXPECT_EQ(derive_uuid(Seed{1}, "member", {"g", "app"}, 2),
            derive_uuid(Seed{1}, "member", {"g", "app"}, 2));
}

TEST(Derive, EachInputMatters) {
  const std::set<std::uint64_t> all = {derive_bits(Seed{1}, "member", {"g", "app"}),
                                       derive_bits(Seed{2}, "member", {"g", "app"}),
                                       derive_bits(Seed{1}, "topic", {"g", "app"}),
                                       derive_bits(Seed{1}, "member", {"ga", "pp"}),
                                       derive_bits(Seed{1}, "member", {"g", "app"}, 1),
                                       derive_bits(Seed{1}, "member", {"gapp"}),
                                       derive_bits(Seed{1}, "memberg", {"app"}),
                                       derive_bits(Seed{1}, "member", {"app", "g"})};
  EXPECT_EQ(all.size(), 8U);
}

TEST(Derive, UuidsAreOfVersion4AndTheirTextsDoNotStartWithADash) {
  std::set<Uuid> all;
  for (std::uint64_t i = 0; i < 10'000; ++i) {
    const auto id = derive_uuid(Seed{0}, "topic", {}, i);
    all.insert(id);
    EXPECT_NE(id.to_string().front(), '-');
    EXPECT_EQ(id.to_hyphenated()[14], '4');
    EXPECT_NE(std::string("89ab").find(id.to_hyphenated()[19]), std::string::npos);
  }
  EXPECT_EQ(all.size(), 10'000U);
}

}  // namespace
}  // namespace dogear
