// Produce as fast as the broker takes it, and one record at a time.
#include <deque>

#include "bench/load.hpp"
#include "bench/load_batch.hpp"
#include "protocol/messages/produce.hpp"

namespace dogear::bench {
namespace {

using protocol::ProduceRequest;
using protocol::ProduceResponse;

constexpr protocol::Version version = 9;  // topics by name, flexible; all brokers know it

std::vector<std::uint8_t> produce_frame(const std::string& topic, int partition,
                                        const PreparedBatch& batch) {
  ProduceRequest request;
  request.acks = -1;
  request.timeout_ms = 30'000;
  auto& data = request.topic_data.emplace_back();
  data.name = topic;
  data.partition_data.push_back({partition, protocol::Records(Slice(ByteSpan(batch.bytes)))});
  return frame_of(request, version);
}

void take_answer(Wire& wire) {
  const auto answer = decode_answer<ProduceResponse>(wire.read_frame(), version);
  for (const auto& topic : answer.responses)
    for (const auto& partition : topic.partition_responses)
      expect_none(partition.error_code, "Produce");
}

}  // namespace

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
      if (round >= ahead) take_answer(wires[i]);
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

void round_trips(const LoadOptions& options) {
  const auto frame = produce_frame(options.topic, 0, prepare_batch(1, options.record_bytes));
  Wire wire(options.address);
  std::vector<double> times;
  const int warm_up = options.count / 10;
  for (int i = -warm_up; i < options.count; ++i) {
    const auto start = Clock::now();
    wire.send(frame);
    const auto answer = wire.read_frame();
    if (i >= 0) times.push_back(1e6 * seconds_since(start));
    const auto decoded = decode_answer<ProduceResponse>(answer, version);
    expect_none(decoded.responses.at(0).partition_responses.at(0).error_code, "Produce");
  }
  Figures()
      .add("count", static_cast<std::uint64_t>(times.size()))
      .add(percentiles_of(times))
      .print();
}

}  // namespace dogear::bench
