// The records in a control request, and the batches that they are appended in.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/ids.hpp"
#include "base/time.hpp"
#include "broker/control/request_reader.hpp"
#include "storage/batch_builder.hpp"

namespace dogear::broker::control {

struct NewRecord {
  std::optional<PartitionIndex> partition;
  std::optional<std::string> key, value;
  std::vector<std::pair<std::string, std::optional<std::string>>> headers;
  std::int64_t timestamp = 0;
};

// The member `records`.
std::vector<NewRecord> read_records(RequestReader& reader, BrokerTime now);

// Chooses a partition for each record. The problem is a record that names one that does not exist.
std::optional<Problem> place(std::vector<NewRecord>& records, std::int32_t partitions);

// Records for one partition, up to a producer's default batch.size.
struct NewBatch {
  PartitionIndex partition = 0;
  std::vector<std::size_t> positions;  // of its records in the request
  storage::BatchBuilder builder{{}};
};
// REQUIRES: place() has chosen their partitions.
std::vector<NewBatch> batches_of(const std::vector<NewRecord>& records);

}  // namespace dogear::broker::control
