// bench_snapshot [TOPICS] [PARTITIONS_EACH] [GROUPS] [BYTES]: how long it takes, in this process,
// to take a snapshot of a whole broker, to produce for the first time after it, and to restore it.
#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "bench/inside.hpp"
#include "bench/load_batch.hpp"
#include "protocol/messages/produce.hpp"

namespace dogear::bench {
namespace {

using protocol::ProduceRequest;

constexpr int rounds = 101;
constexpr protocol::Version produce_version = 9;
constexpr int partitions_a_group = 10;

ProduceRequest produce_to(int topic, int partitions, const PreparedBatch& batch) {
  ProduceRequest request;
  request.acks = -1;
  auto& data = request.topic_data.emplace_back();
  data.name = Inside::topic_name(topic);
  for (int i = 0; i < partitions; ++i)
    data.partition_data.push_back({i, protocol::Records(Slice(ByteSpan(batch.bytes)))});
  return request;
}

// Writes so many records of 1 KiB to each partition.
void fill(Inside& inside, int topics, int partitions, std::uint64_t records) {
  constexpr std::uint64_t records_a_batch = 256;
  const auto connection = inside.connect();
  for (auto left = records; left > 0; left -= std::min(left, records_a_batch)) {
    const auto batch = prepare_batch(std::min(left, records_a_batch), 1024);
    for (int i = 0; i < topics; ++i) {
      const auto answer = inside.ask<ProduceRequest, protocol::ProduceResponse>(
          connection, produce_to(i, partitions, batch), produce_version);
      for (const auto& row : answer.responses.at(0).partition_responses)
        expect_none(row.error_code, "Produce");
    }
  }
}

template <class Work>
double time_of(Work work) {
  const auto start = Clock::now();
  work();
  return 1e6 * seconds_since(start);
}

double median(std::vector<double> times) { return percentiles_of(std::move(times)).p50_us; }

void measure(int topics, int partitions, int groups, std::uint64_t bytes) {
  Inside inside(topics, partitions);
  const auto all = static_cast<std::uint64_t>(topics * partitions);
  const auto records = std::max<std::uint64_t>(1, bytes / all / 1024);
  fill(inside, topics, partitions, records);
  for (int i = 0; i < groups; ++i)
    inside.add_group(fmt::format("group-{}", i), std::min(partitions, partitions_a_group));

  const auto small = prepare_batch(1, 100);
  const auto one_record = frame_of(produce_to(0, 1, small), produce_version);
  auto& broker = inside.broker();
  std::vector<double> snapshots, restores, first_produces;
  for (int i = 0; i < rounds; ++i) {
    snapshots.push_back(time_of([&] { const auto dropped = broker.take_snapshot(); }));
    const auto taken = broker.take_snapshot();
    const auto connection = inside.connect();
    first_produces.push_back(
        time_of([&] { inside.give(connection, ByteSpan(one_record).subspan(4)); }));
    broker.take_output();
    restores.push_back(time_of([&] { broker.restore(taken); }));
  }
  Figures()
      .add("partitions", all)
      .add("groups", static_cast<std::uint64_t>(groups))
      .add("bytes", records * 1024 * all)
      .add("snapshot_us", median(snapshots))
      .add("restore_us", median(restores))
      .add("first_produce_after_us", median(first_produces))
      .print();
}

}  // namespace
}  // namespace dogear::bench

int main(int argc, char** argv) {
  using namespace dogear::bench;
  const auto number = [&](int at, int otherwise) {
    return argc > at ? std::atoi(argv[at]) : otherwise;
  };
  measure(number(1, 10), number(2, 100), number(3, 100), parse_bytes(argc > 4 ? argv[4] : "1g"));
  return 0;
}
