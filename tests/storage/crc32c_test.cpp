#include "storage/crc32c.hpp"

#include <vector>

#include <gtest/gtest.h>

#include "tests/storage/random.hpp"

namespace dogear::storage {
namespace {

TEST(Crc32c, GivesThePublishedSums) {
  EXPECT_EQ(crc32c(bytes_of("")), 0U);
  EXPECT_EQ(crc32c(bytes_of("123456789")), 0xe3069283U);
  EXPECT_EQ(crc32c(std::vector<std::uint8_t>(32, 0)), 0x8a9136aaU);     // RFC 3720, B.4
  EXPECT_EQ(crc32c(std::vector<std::uint8_t>(32, 0xff)), 0x62a8ab43U);  // RFC 3720, B.4
}

TEST(Crc32c, IsTheSameWithAndWithoutTheInstruction) {
  testing::Rng rng(1);
  const auto bytes = rng.bytes(20'000);
  for (std::size_t size : {1, 7, 8, 9, 63, 3071, 3072, 3073, 6144, 10'000, 19'999}) {
    const auto part = ByteSpan(bytes).subspan(1, size);
    EXPECT_EQ(crc32c(part), crc32c_by_table(part)) << size;
  }
}

TEST(Crc32c, ContinuesAnEarlierSum) {
  testing::Rng rng(2);
  const auto bytes = rng.bytes(9'000);
  const ByteSpan all(bytes);
  for (std::size_t cut : {0, 1, 100, 4096, 9000})
    EXPECT_EQ(crc32c(all.subspan(cut), crc32c(all.first(cut))), crc32c(all));
}

}  // namespace
}  // namespace dogear::storage
