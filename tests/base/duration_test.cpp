#include "base/duration.hpp"

#include <string>

#include <gtest/gtest.h>

namespace dogear {
namespace {

std::string ms(std::string_view text) {
  const auto duration = parse_duration(text);
  return duration ? std::to_string(duration->count()) : "refused";
}

TEST(Duration, ReadsNumbersWithUnits) {
  EXPECT_EQ(ms("0s"), "0");
  EXPECT_EQ(ms("250ms"), "250");
  EXPECT_EQ(ms("45s"), "45000");
  EXPECT_EQ(ms("1.5s"), "1500");
  EXPECT_EQ(ms("0.001s"), "1");
  EXPECT_EQ(ms("1h30m"), "5400000");
  EXPECT_EQ(ms("2d"), "172800000");
}

TEST(Duration, ReadsIso8601) {
  EXPECT_EQ(ms("PT45S"), "45000");
  EXPECT_EQ(ms("PT0.25S"), "250");
  EXPECT_EQ(ms("P1DT2H"), "93600000");
  EXPECT_EQ(ms("P2W"), "1209600000");
  EXPECT_EQ(ms("PT1M"), "60000");
}

TEST(Duration, RefusesWhatIsNoDuration) {
  for (const auto* text : {"",
                           "s",
                           "45",
                           "-45s",
                           "45 s",
                           "45s ",
                           "1e3s",
                           "1.s",
                           ".5s",
                           "0.5ms",
                           "1.2345s",
                           "P",
                           "PT",
                           "P1M",
                           "P1Y",
                           "PT1D",
                           "P1H",
                           "PT45",
                           "45sec",
                           "99999999999999999999s",
                           "10000000000d",
                           "PT315569520001S",
                           "9999d999999999999999ms"}) {
    EXPECT_EQ(ms(text), "refused") << text;
  }
}

}  // namespace
}  // namespace dogear
