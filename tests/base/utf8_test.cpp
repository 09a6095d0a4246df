// Text as Java reads it. The expected values are those of java.lang.String.
#include "base/utf8.hpp"

#include <gtest/gtest.h>

namespace dogear {
namespace {

#define R "\xEF\xBF\xBD"

TEST(Utf8, WellFormedTextStaysAsItIs) {
  for (const auto* text : {"", "plain", "é", "漢字", "😀", "\xF4\x8F\xBF\xBF"})
    EXPECT_EQ(repaired_utf8(text), text);
}

TEST(Utf8, IllFormedPartsAreReplacedAsJavaReplacesThem) {
  EXPECT_EQ(repaired_utf8("a\x80z"), "a" R "z");
  EXPECT_EQ(repaired_utf8("\xC0\x41"), R "A");
  EXPECT_EQ(repaired_utf8("\xE1\x80\x41"), R "A");
  EXPECT_EQ(repaired_utf8("\xE0\x80\x80"), R R R);
  EXPECT_EQ(repaired_utf8("\xF0\x90\x80"), R);
  EXPECT_EQ(repaired_utf8("\xF4\x90\x80\x80"), R R R R);
  EXPECT_EQ(repaired_utf8("\xF8\x80"), R R);
  EXPECT_EQ(repaired_utf8("\xE1\x80"), R);
}

TEST(Utf8, ASurrogateIsOneIllFormedPart) {
  EXPECT_EQ(repaired_utf8("\xED\xA0\x80"), R);
  EXPECT_EQ(repaired_utf8("\xED\xBF\xBF!"), R "!");
  EXPECT_EQ(repaired_utf8("\xED\xA0"), R);
  EXPECT_EQ(repaired_utf8("\xED\x9F\xBF"), "\xED\x9F\xBF");
}

#undef R

TEST(Utf8, LengthCountsUtf16Units) {
  EXPECT_EQ(utf16_length(""), 0u);
  EXPECT_EQ(utf16_length("aé漢"), 3u);
  EXPECT_EQ(utf16_length("😀"), 2u);
}

TEST(Utf8, HashIsThatOfJavaStrings) {
  EXPECT_EQ(java_hash(""), 0);
  EXPECT_EQ(java_hash("test"), 3556498);
  EXPECT_EQ(java_hash("polygenelubricants"), std::numeric_limits<std::int32_t>::min());
  EXPECT_EQ(java_hash("😀"), 1772899);
}

// Where groups are kept when __consumer_offsets has 50 partitions.
TEST(Utf8, HashSpreadsGroupsOverPartitionsAsKafkaDoes) {
  const auto partition = [](std::string_view group) {
    const auto hash = java_hash(group);
    return hash == std::numeric_limits<std::int32_t>::min() ? 0 : std::abs(hash) % 50;
  };
  EXPECT_EQ(partition("test"), 48);
  EXPECT_EQ(partition("my-group"), 12);
  EXPECT_EQ(partition("group-1"), 49);
  EXPECT_EQ(partition("console-consumer-12345"), 6);
  EXPECT_EQ(partition("polygenelubricants"), 0);
}

}  // namespace
}  // namespace dogear
