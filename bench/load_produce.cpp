// Produce as fast as the broker takes it.
#include <deque>

#include "bench/load.hpp"
#include "bench/load_batch.hpp"

namespace dogear::bench {

void produce(const LoadOptions& options) {
  const Plan plan(options);
  const auto batch = prepare_batch(plan.records_a_batch, options.record_bytes);
  std::deque<Wire> wires;
  std::vector<std::vector<std::uint8_t>> frames;
  for (int i = 0; i < options.connections; ++i) {
    wires.emplace_back(options.address);
    frames.push_back(produce_frame(options.topic, i, batch));
  }
  const auto ahead = static_cast<std::uint64_t>(options.pipeline);
  const auto cpu_before = own_cpu_seconds();
  const auto start = Clock::now();
  for (std::uint64_t round = 0; round < plan.batches_a_connection + ahead; ++round)
    for (std::size_t i = 0; i < wires.size(); ++i) {
      if (round >= ahead) expect_produced(wires[i].read_frame());
      if (round < plan.batches_a_connection) wires[i].send(frames[i]);
    }
  const auto seconds = seconds_since(start);
  const auto records = plan.records(options);
  Figures()
      .add("records", records)
      .add("bytes", records * options.record_bytes)
      .add("seconds", seconds)
      .add("client_cpu_seconds", own_cpu_seconds() - cpu_before)
      .print();
}

}  // namespace dogear::bench
