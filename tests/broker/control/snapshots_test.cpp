// The snapshots verbs, asked as a user asks them.
#include "control_verbs.hpp"

namespace dogear::broker::control {
namespace {

class SnapshotVerbs : public ControlVerbs {
 protected:
  std::string ask_snapshots(std::string_view verb, std::string_view request = "{}") {
    return ask("snapshots", verb, request);
  }
  bool has_topic(std::string_view name) const {
    return harness.broker.cluster().topics.find(name) != nullptr;
  }
};

TEST_F(SnapshotVerbs, PutBackWhatTheyPutAside) {
  create(R"({"name":"before"})");
  EXPECT_EQ(ask_snapshots("take", R"({"name":"s"})"),
            R"({"name":"s","takenAt":"1970-01-01T00:16:40.000Z"})");
  create(R"({"name":"after"})");
  EXPECT_EQ(ask_snapshots("restore", R"({"name":"s"})"),
            R"({"closedConnections":1,"now":"1970-01-01T00:16:40.000Z","name":"s"})");
  EXPECT_TRUE(has_topic("before"));
  EXPECT_FALSE(has_topic("after"));
}

TEST_F(SnapshotVerbs, LetConsumersNoticeThatRecordsAreGone) {
  create(R"({"name":"t"})");
  create(R"({"name":"untouched"})");
  ask_snapshots("take");
  const auto epoch_of = [&](std::string_view topic) {
    return harness.broker.cluster().topics.find(topic)->partition(0)->leader_epoch;
  };
  for (const LeaderEpoch epoch : {1, 2}) {
    produce(R"({"topic":"t", "records":[{}]})");
    ask_snapshots("restore");
    harness.connect();
    EXPECT_EQ(epoch_of("t"), epoch);
    EXPECT_EQ(epoch_of("untouched"), 0);
  }
  EXPECT_NE(produce(R"({"topic":"t", "records":[{}]})").find("\"offset\":0"), std::string::npos);
}

TEST_F(SnapshotVerbs, AreListedAndDropped) {
  ask_snapshots("take");
  EXPECT_EQ(ask_snapshots("list"),
            R"({"snapshots":[{"name":"snapshot","takenAt":"1970-01-01T00:16:40.000Z"}]})");
  EXPECT_EQ(ask_snapshots("drop"), R"({"name":"snapshot"})");
  EXPECT_EQ(ask_snapshots("drop"), "404 Not Found: name: there is no such snapshot");
  EXPECT_EQ(ask_snapshots("restore"), "404 Not Found: name: there is no such snapshot");
}

TEST_F(SnapshotVerbs, GoBackToTheStartWithoutFaults) {
  create(R"({"name":"t"})");
  ask("faults", "add", R"({"action":"hold"})");
  ask_snapshots("reset");
  EXPECT_FALSE(has_topic("t"));
  EXPECT_EQ(ask("faults", "list", "{}"), R"({"faults":[]})");
}

}  // namespace
}  // namespace dogear::broker::control
