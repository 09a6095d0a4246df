#include "bench/load_batch.hpp"

#include <algorithm>
#include <chrono>

#include "protocol/messages/produce.hpp"
#include "storage/batch_builder.hpp"

namespace dogear::bench {
namespace {

using protocol::ProduceRequest;
using protocol::ProduceResponse;

constexpr protocol::Version version = 9;  // topics by name, flexible; all brokers know it

std::int64_t machine_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

}  // namespace

PreparedBatch prepare_batch(std::uint64_t records, std::uint64_t record_bytes) {
  storage::BatchBuilder builder({});
  const auto values = noise(record_bytes + records);  // each record starts one byte later
  const auto now = machine_ms();
  for (std::uint64_t i = 0; i < records; ++i)
    builder.add(now, std::nullopt, ByteSpan(values).subspan(i, record_bytes));
  return {builder.build(), records};
}

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

void expect_produced(ByteSpan answer) {
  const auto decoded = decode_answer<ProduceResponse>(answer, version);
  for (const auto& topic : decoded.responses)
    for (const auto& partition : topic.partition_responses)
      expect_none(partition.error_code, "Produce");
}

Plan::Plan(const LoadOptions& options) {
  const auto with_overhead = options.record_bytes + 12;  // of a record without key or headers
  records_a_batch =
      std::max<std::uint64_t>(1, (options.batch_bytes - storage::batch_overhead) / with_overhead);
  const auto bytes_a_round =
      records_a_batch * options.record_bytes * static_cast<std::uint64_t>(options.connections);
  batches_a_connection = std::max<std::uint64_t>(1, options.bytes / bytes_a_round);
}

}  // namespace dogear::bench
