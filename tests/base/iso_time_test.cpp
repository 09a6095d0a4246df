#include "base/iso_time.hpp"

#include <string>

#include <gtest/gtest.h>

namespace dogear {
namespace {

std::string ms(std::string_view text) {
  const auto time = parse_iso_time(text);
  return time ? std::to_string(epoch_ms(*time)) : "refused";
}

// The expected numbers are those of `date -d TEXT +%s%3N`.
TEST(IsoTime, ReadsDatesAndTimes) {
  EXPECT_EQ(ms("1970-01-01"), "0");
  EXPECT_EQ(ms("2026-01-31T12:34"), "1769862840000");
  EXPECT_EQ(ms("2026-01-31T12:34:56"), "1769862896000");
  EXPECT_EQ(ms("2026-01-31T12:34:56Z"), "1769862896000");
  EXPECT_EQ(ms("2026-01-31T12:34:56.7Z"), "1769862896700");
  EXPECT_EQ(ms("2026-01-31T12:34:56.789Z"), "1769862896789");
  EXPECT_EQ(ms("2024-02-29T00:00:00Z"), "1709164800000");
  EXPECT_EQ(ms("9999-12-31T23:59:59.999Z"), "253402300799999");
}

TEST(IsoTime, ReadsZones) {
  EXPECT_EQ(ms("2026-01-31T12:34:56+02:00"), "1769855696000");
  EXPECT_EQ(ms("2026-01-31T12:34:56.5-05:30"), "1769882696500");
}

TEST(IsoTime, RefusesWhatIsNoTime) {
  for (const auto* text :
       {"", "now", "2026", "2026-1-31", "2026-02-29", "2026-13-01", "2026-01-31T",
        "2026-01-31T24:00", "2026-01-31T12:60", "2026-01-31T12:34:60", "2026-01-31T12:34:56.",
        "2026-01-31T12:34:56.1234", "2026-01-31T12:34Zz", "2026-01-31T12:34+2", "2026-01-31 12:34",
        "1969-12-31T23:59:59Z", "1970-01-01T00:00+01:00", "-026-01-31"}) {
    EXPECT_EQ(ms(text), "refused") << text;
  }
}

TEST(IsoTime, WritesWhatItReads) {
  for (const auto* text : {"1970-01-01T00:00:00.000Z", "2026-01-31T12:34:56.789Z",
                           "2024-02-29T23:59:59.999Z", "9999-12-31T23:59:59.999Z"}) {
    EXPECT_EQ(to_iso_time(parse_iso_time(text).value()), text);
  }
  EXPECT_EQ(to_iso_time(iso_time_max + Millis{1}), "9999-12-31T23:59:59.999Z");
}

}  // namespace
}  // namespace dogear
