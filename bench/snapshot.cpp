// bench_snapshot [TOPICS] [PARTITIONS_EACH] [BYTES]: how long a snapshot of a whole broker and its
// restoring take, in process, and what the first produce afterwards costs.
#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "bench/load_batch.hpp"
#include "bench/measure.hpp"
#include "bench/wire.hpp"
#include "broker/broker.hpp"
#include "broker/topic_creation.hpp"
#include "protocol/messages/produce.hpp"

namespace dogear::bench {
namespace {

using protocol::ProduceRequest;

constexpr ConnectionId connection = 1;
constexpr int rounds = 101;
constexpr protocol::Version produce_version = 9;

BrokerTime machine_time() {
  return std::chrono::time_point_cast<Millis>(BrokerTime{
      std::chrono::duration_cast<Millis>(std::chrono::system_clock::now().time_since_epoch())});
}

broker::Peer peer() {
  broker::Peer client;
  client.connection = connection;
  return client;
}

std::string topic_name(int number) { return fmt::format("topic-{}", number); }

broker::Cluster make_cluster(int topics, int partitions) {
  broker::Cluster cluster;
  cluster.nodes.push_back({1, "127.0.0.1", 9092});
  cluster.config.num_partitions = partitions;
  std::vector<std::string> names;
  for (int i = 0; i < topics; ++i) names.push_back(topic_name(i));
  broker::auto_create_topics(cluster, names, machine_time());
  return cluster;
}

// A produce of `batch` to all partitions of a topic, without its frame's size.
std::vector<std::uint8_t> produce_frame(int topic, int partitions, const PreparedBatch& batch) {
  ProduceRequest request;
  request.acks = -1;
  auto& data = request.topic_data.emplace_back();
  data.name = topic_name(topic);
  for (int i = 0; i < partitions; ++i)
    data.partition_data.push_back({i, protocol::Records(Slice(ByteSpan(batch.bytes)))});
  auto frame = frame_of(request, produce_version);
  frame.erase(frame.begin(), frame.begin() + 4);
  return frame;
}

template <class Work>
double median_us(Work work) {
  std::vector<double> times;
  for (int i = 0; i < rounds; ++i) times.push_back(work());
  return percentiles_of(std::move(times)).p50_us;
}

void measure(int topics, int partitions, std::uint64_t bytes) {
  broker::Broker broker(make_cluster(topics, partitions), machine_time());
  broker.connect(peer());
  const auto all = static_cast<std::uint64_t>(topics * partitions);
  const auto records = std::max<std::uint64_t>(1, bytes / all / 1024);
  const auto batch = prepare_batch(records, 1024);
  for (int i = 0; i < topics; ++i)
    broker.receive(connection, Slice(ByteSpan(produce_frame(i, partitions, batch))));
  broker.take_output();

  const auto small = prepare_batch(1, 100);
  const auto one_record = produce_frame(0, 1, small);
  const auto time_of = [](auto work) {
    const auto start = Clock::now();
    work();
    return 1e6 * seconds_since(start);
  };
  const auto snapshot =
      median_us([&] { return time_of([&] { const auto taken = broker.take_snapshot(); }); });
  const auto taken = broker.take_snapshot();
  std::vector<double> first_produces;
  const auto restore = median_us([&] {
    broker.connect(peer());
    first_produces.push_back(time_of([&] { broker.receive(connection, ByteSpan(one_record)); }));
    broker.take_output();
    return time_of([&] { broker.restore(taken); });
  });
  Figures()
      .add("partitions", all)
      .add("bytes", records * 1024 * all)
      .add("snapshot_us", snapshot)
      .add("restore_us", restore)
      .add("first_produce_after_us", percentiles_of(first_produces).p50_us)
      .print();
}

}  // namespace
}  // namespace dogear::bench

int main(int argc, char** argv) {
  using namespace dogear::bench;
  measure(argc > 1 ? std::atoi(argv[1]) : 10, argc > 2 ? std::atoi(argv[2]) : 100,
          parse_bytes(argc > 3 ? argv[3] : "1g"));
  return 0;
}
