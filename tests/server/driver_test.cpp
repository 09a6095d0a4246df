#include "server/driver.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "server/instance.hpp"
#include "server/json_options.hpp"
#include "server/verb_named.hpp"

namespace dogear::server {
namespace {

class RealClock : public testing::Test {
 protected:
  void run(std::string_view verb, const boost::json::object& request) {
    driver.run(verb_named(verb), request, [](const broker::control::Answer& answer) {
      EXPECT_FALSE(std::holds_alternative<broker::control::Problem>(answer));
    });
  }
  BrokerTime broker_time() {
    driver.tell_time();
    return driver.broker().now();
  }

  boost::asio::io_context io{1};
  Instance instance{io, options_from_json({}, {std::uint64_t{1} << 30}),
                    [](const broker::LogLine&) {}};
  Driver& driver = instance.driver();
};

TEST_F(RealClock, IsNotSetBackByVerbsThatTakeTime) {
  const auto end = Clocks::machine_time() + Millis{20};
  for (int number = 0; Clocks::machine_time() < end; ++number)
    run("topics/create", {{"name", fmt::format("t{}", number)}, {"partitions", 100}});
  const auto machine_time = Clocks::machine_time();
  EXPECT_GE(broker_time(), machine_time);
}

TEST_F(RealClock, ContinuesFromWhereACommandHasPutIt) {
  const auto machine_time = Clocks::machine_time();
  run("clock/advance", {{"by", "1h"}});
  EXPECT_GE(broker_time(), machine_time + std::chrono::hours{1});
}

TEST(Clocks, ADeadlineInThousandsOfYearsIsNotOver) {
  const Clocks clocks;
  EXPECT_GT(clocks.steady_time_of(WireTime{std::chrono::years{4000}}),
            std::chrono::steady_clock::now());
}

}  // namespace
}  // namespace dogear::server
