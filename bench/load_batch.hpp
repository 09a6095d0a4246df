// The record batch that is produced over and over, its Produce request, and how often it is sent.
#pragma once
#include <vector>

#include "bench/load.hpp"

namespace dogear::bench {

struct PreparedBatch {
  std::vector<std::uint8_t> bytes;
  std::uint64_t records = 0;
};
PreparedBatch prepare_batch(std::uint64_t records, std::uint64_t record_bytes);

// A Produce request with acks=all, and the check of its answer.
std::vector<std::uint8_t> produce_frame(const std::string& topic, int partition,
                                        const PreparedBatch& batch);
void expect_produced(ByteSpan answer);

// How many batches, of how many records, make up the load.
struct Plan {
  explicit Plan(const LoadOptions& options);
  std::uint64_t records_a_batch;
  std::uint64_t batches_a_connection;
  std::uint64_t records(const LoadOptions& options) const {
    return records_a_batch * batches_a_connection * static_cast<std::uint64_t>(options.connections);
  }
};

}  // namespace dogear::bench
