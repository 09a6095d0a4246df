#include "bench/load_batch.hpp"

#include <algorithm>
#include <chrono>

#include "storage/batch_builder.hpp"

namespace dogear::bench {
namespace {

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

Plan::Plan(const LoadOptions& options) {
  const auto with_overhead = options.record_bytes + 12;  // of a record without key or headers
  records_a_batch =
      std::max<std::uint64_t>(1, (options.batch_bytes - storage::batch_overhead) / with_overhead);
  const auto bytes_a_round =
      records_a_batch * options.record_bytes * static_cast<std::uint64_t>(options.connections);
  batches_a_connection = std::max<std::uint64_t>(1, options.bytes / bytes_a_round);
}

}  // namespace dogear::bench
