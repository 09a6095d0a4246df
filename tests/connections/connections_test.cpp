// Ten thousand clients at once: they are connected, answered, wait, and are answered again. Client
// and broker are two processes, each with as many sockets as it needs.
#include <sys/resource.h>

#include "../server/running_dogear.hpp"
#include "../server/socket.hpp"
#include "protocol/json.hpp"
#include "storage/batch_builder.hpp"

namespace dogear::server {
namespace {

constexpr std::size_t count = 10'000;

// What the broker inherits. Root may raise the hard limit too.
bool may_open(rlim_t files) {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = std::max(limit.rlim_cur, files);
  limit.rlim_max = std::max(limit.rlim_max, files);
  return setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

TEST(TenThousandConnections, AreServedWithLinearMemory) {
  ASSERT_TRUE(may_open(count + 1000)) << "needs a limit of " << count + 1000 << " open files";
  RunningDogear dogear({"--topic", "idle", "--log-level", "warn"});
  const auto port = dogear.kafka_port();
  const auto before = dogear.resident_bytes();

  std::vector<Socket> clients;
  clients.reserve(count);
  const auto question = request_frame("ApiVersions", 0);
  for (std::size_t i = 0; i < count; ++i) {
    clients.emplace_back(port);
    ASSERT_TRUE(clients.back().connected()) << i;
    ASSERT_TRUE(clients.back().send(question));
  }
  for (const auto& client : clients) ASSERT_TRUE(client.receive_frame());
  // 16 KiB is what an idle connection may take.
  EXPECT_LT(dogear.resident_bytes() - before, count * 16 * 1024);

  const auto poll_request = request_frame(
      "Fetch", 12, R"({"maxWaitMs":600000,"minBytes":1,"maxBytes":1000,"topics":[{"topic":"idle",
                       "partitions":[{"partition":0,"partitionMaxBytes":1000}]}]})");
  for (const auto& client : clients) ASSERT_TRUE(client.send(poll_request));
  const Socket other(port);
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(other.ask("ApiVersions", 0).is_object());

  // One record wakes them all: its batch is 70 bytes, in base64.
  storage::BatchBuilder builder({});
  builder.add(0, std::nullopt, bytes_of("v"));
  const auto records = protocol::to_base64(builder.build());
  ASSERT_TRUE(other
                  .ask("Produce", 9,
                       R"({"acks":1,"timeoutMs":1000,"topicData":[{"name":"idle","partitionData":[
                           {"index":0,"records":")" +
                           records + R"("}]}]})")
                  .is_object());
  for (const auto& client : clients) ASSERT_TRUE(client.receive_frame());
  clients.clear();
  EXPECT_TRUE(other.ask("ApiVersions", 0).is_object());
  EXPECT_EQ(dogear.end(), 0);
}

}  // namespace
}  // namespace dogear::server
