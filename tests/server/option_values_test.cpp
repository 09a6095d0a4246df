#include "server/option_values.hpp"

#include <limits>
#include <string>

#include <gtest/gtest.h>

namespace dogear::server {
namespace {

std::string endpoint(std::string_view text) {
  const auto parsed = parse_endpoint(text);
  return parsed ? parsed->host + " " + std::to_string(parsed->port) : "refused";
}

TEST(Endpoint, IsAHostAndAPort) {
  EXPECT_EQ(endpoint("localhost:9092"), "localhost 9092");
  EXPECT_EQ(endpoint("127.0.0.1:0"), "127.0.0.1 0");
  EXPECT_EQ(endpoint("0.0.0.0:65535"), "0.0.0.0 65535");
  EXPECT_EQ(endpoint("[::1]:9092"), "::1 9092");
  EXPECT_EQ(endpoint("[::]:1"), ":: 1");
  EXPECT_EQ(endpoint(":9093"), "localhost 9093");
  EXPECT_EQ(endpoint("9093"), "localhost 9093");
}

TEST(Endpoint, NeedsNoNameServer) {
  for (const auto* text :
       {"", ":", "localhost", "localhost:", "broker.example:9092", "127.0.0.1", "1.2.3:9092",
        "::1:9092", "[127.0.0.1]:9092", "[::1]", "[::1:9092", "[]:9092", "localhost:65536",
        "localhost:-1", "localhost:+1", "localhost: 1", "localhost:9092x", "01.2.3.4:1"}) {
    EXPECT_EQ(endpoint(text), "refused") << text;
  }
}

std::string topic(std::string_view text) {
  const auto parsed = parse_topic_option(text);
  if (!parsed) return "refused";
  std::string dump = parsed->name;
  dump += parsed->partitions ? " partitions=" + std::to_string(*parsed->partitions) : "";
  for (const auto& [key, value] : parsed->configs) dump += " " + key + "=" + value.value();
  return dump;
}

TEST(TopicOption, IsANameThenPartitionsThenConfigs) {
  EXPECT_EQ(topic("orders"), "orders");
  EXPECT_EQ(topic("orders:6"), "orders partitions=6");
  EXPECT_EQ(topic("orders:6:cleanup.policy=compact,delete:retention.ms=-1"),
            "orders partitions=6 cleanup.policy=compact,delete retention.ms=-1");
  EXPECT_EQ(topic("orders:cleanup.policy="), "orders cleanup.policy=");
}

TEST(TopicOption, RefusesAnythingElse) {
  for (const auto* text :
       {"", ":6", "orders:", "orders:0", "orders:-1", "orders:six", "orders:6:7",
        "orders:2147483648", "orders:retention.ms=1:6", "orders:6:=1", "orders:6:compact"}) {
    EXPECT_EQ(topic(text), "refused") << text;
  }
}

TEST(ClockOption, IsRealOrManualFromSomeTime) {
  EXPECT_EQ(parse_clock_option("real"), ClockOption{});
  EXPECT_EQ(parse_clock_option("manual"), (ClockOption{ClockMode::manual, {}}));
  EXPECT_EQ(parse_clock_option("manual:1970-01-01T00:00:01Z"),
            (ClockOption{ClockMode::manual, broker_time(1000)}));
  for (const auto* text : {"", "Real", "manual:", "manual:now", "real:1970-01-01"}) {
    EXPECT_EQ(parse_clock_option(text), std::nullopt) << text;
  }
}

TEST(Size, CountsInPowersOf1024) {
  EXPECT_EQ(parse_size("800000"), 800'000u);
  EXPECT_EQ(parse_size("1K"), 1024u);
  EXPECT_EQ(parse_size("512M"), 512u << 20);
  EXPECT_EQ(parse_size("512MiB"), 512u << 20);
  EXPECT_EQ(parse_size("1.5g"), 3ull << 29);
  EXPECT_EQ(parse_size("2GB"), 2ull << 30);
  EXPECT_EQ(parse_size("1T"), 1ull << 40);
  for (const auto* text : {"", "M", "-1M", "1X", "1MM", "1 M", "1e3", "inf", "nan", ".", "1.2.3",
                           "99999999T", "0x10"}) {
    EXPECT_EQ(parse_size(text), std::nullopt) << text;
  }
}

TEST(LogThreshold, LetsItsOwnLevelAndThoseAboveItPass) {
  using broker::LogLevel;
  EXPECT_TRUE(passes(LogLevel::debug, *parse_log_level("debug")));
  EXPECT_FALSE(passes(LogLevel::info, *parse_log_level("warn")));
  EXPECT_TRUE(passes(LogLevel::warning, *parse_log_level("warn")));
  EXPECT_TRUE(passes(LogLevel::error, *parse_log_level("error")));
  EXPECT_FALSE(passes(LogLevel::error, *parse_log_level("off")));
  EXPECT_EQ(parse_log_level("loud"), std::nullopt);
}

TEST(Number, StaysWithinItsBounds) {
  constexpr auto most = std::numeric_limits<std::uint64_t>::max();
  EXPECT_EQ(parse_number("18446744073709551615", 0, most), most);
  EXPECT_EQ(parse_number("18446744073709551616", 0, most), std::nullopt);
  EXPECT_EQ(parse_number("0", 1, 3), std::nullopt);
  EXPECT_EQ(parse_number("4", 1, 3), std::nullopt);
  EXPECT_EQ(parse_number("1 ", 1, 3), std::nullopt);
}

}  // namespace
}  // namespace dogear::server
