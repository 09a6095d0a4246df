#include "protocol/base64.hpp"

#include <gtest/gtest.h>

namespace dogear::protocol {
namespace {

// The examples of RFC 4648, section 10.
TEST(Base64, IsThatOfTheRfc) {
  EXPECT_EQ(to_base64(bytes_of("")), "");
  EXPECT_EQ(to_base64(bytes_of("f")), "Zg==");
  EXPECT_EQ(to_base64(bytes_of("fo")), "Zm8=");
  EXPECT_EQ(to_base64(bytes_of("foo")), "Zm9v");
  EXPECT_EQ(to_base64(bytes_of("foobar")), "Zm9vYmFy");
  EXPECT_EQ(to_base64(bytes_of("\xfb\xff")), "+/8=");
}

TEST(Base64, IsReadBackAtEveryLength) {
  std::string bytes;
  for (int size = 0; size < 300; ++size) {
    EXPECT_EQ(from_base64(to_base64(bytes_of(bytes))), bytes);
    bytes += static_cast<char>(size);
  }
}

TEST(Base64, PaddingMayBeMissingButNothingElseIsTaken) {
  EXPECT_EQ(from_base64("Zm8"), "fo");
  EXPECT_EQ(from_base64("Zg"), "f");
  for (const auto bad : {"Z", "Zm9vZ", "Zm8==", "=", "Zm=8", "Zm 8", "Zm9v====", "Zm-_"})
    EXPECT_EQ(from_base64(bad), std::nullopt) << bad;
}

}  // namespace
}  // namespace dogear::protocol
