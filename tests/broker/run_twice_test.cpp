// The same inputs give the same outputs, bit for bit: random scripts are played twice.
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include "script/player.hpp"

namespace dogear::fuzz {
namespace {

std::vector<std::uint8_t> random_script(std::uint64_t seed, std::size_t size) {
  std::vector<std::uint8_t> script(size);
  for (auto& byte : script) {
    seed = seed * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
    byte = static_cast<std::uint8_t>(seed >> 56U);
  }
  return script;
}

std::string played(ByteSpan script) {
  Player player(script);
  player.play();
  return player.transcript();
}

TEST(RunTwice, RandomScriptsGiveTheSameBytes) {
  constexpr std::size_t script_bytes = 20'000;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto script = random_script(seed, script_bytes);
    const auto once = played(script);
    EXPECT_GT(once.size(), script_bytes / 2);
    ASSERT_EQ(once, played(script)) << "seed " << seed;
  }
}

TEST(RunTwice, OtherScriptsGiveOtherBytes) {
  EXPECT_NE(played(random_script(1, 1000)), played(random_script(2, 1000)));
}

}  // namespace
}  // namespace dogear::fuzz
