// The page of metrics: that each number counts what its help says.
#include "broker/control/metrics.hpp"

#include "../machine.hpp"

namespace dogear::broker::control {
namespace {

class MetricsPage : public testing::Test {
 protected:
  void SetUp() override {
    machine.create_topic("t");
    machine.connect(1);
  }

  // What stands behind this name.
  std::string value(std::string_view name) {
    const auto page = metrics_page(machine.broker);
    const auto line = fmt::format("\ndogear_{} ", name);
    const auto at = page.find(line);
    if (at == std::string::npos) return fmt::format("no {}", name);
    const auto begin = at + line.size();
    return page.substr(begin, page.find('\n', begin) - begin);
  }

  Machine machine;
};

TEST_F(MetricsPage, CountsRecordsAndTheirBytesInAndOut) {
  machine.produce(1, "t", "first");
  machine.produce(1, "t", "second");
  machine.fetch(1, "t");
  machine.fetch(1, "t", 0, 1);
  const auto size = [](std::string_view text) {
    return protocol::from_base64(batch_in_base64(text))->size();
  };
  EXPECT_EQ(value("records_in_total"), "2");
  EXPECT_EQ(value("record_bytes_in_total"), std::to_string(size("first") + size("second")));
  EXPECT_EQ(value("records_out_total"), "3");
  EXPECT_EQ(value("record_bytes_out_total"), std::to_string(size("first") + 2 * size("second")));
}

TEST_F(MetricsPage, CountsWhatThereIs) {
  machine.connect(2);
  machine.send(2, "FindCoordinator", 4, R"({"coordinatorKeys":["g"]})");
  machine.send(2, "JoinGroup", 3,
               R"({"groupId":"g", "sessionTimeoutMs":10000, "rebalanceTimeoutMs":20000,
                   "protocolType":"consumer", "protocols":[{"name":"range", "metadata":""}]})");
  machine.fetch(1, "t");
  EXPECT_EQ(value("connections"), "2");
  EXPECT_EQ(value("connections_opened_total"), "2");
  EXPECT_EQ(value("topics"), "2");  // and __consumer_offsets
  EXPECT_EQ(value("groups"), "1");
  EXPECT_EQ(value("members"), "1");
  EXPECT_EQ(value("requests_waiting"), "1");  // the Fetch
}

}  // namespace
}  // namespace dogear::broker::control
