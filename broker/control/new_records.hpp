// Records as a control request writes them, and the batches that they become.
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

// Gives each a partition of the topic. The problem is one of a record that wants another.
std::optional<Problem> place(std::vector<NewRecord>& records, std::int32_t partitions);

// Of one partition, no larger than a producer makes them (batch.size) unless one record is.
struct NewBatch {
  PartitionIndex partition = 0;
  std::vector<std::size_t> positions;  // of its records in the request
  storage::BatchBuilder builder{{}};
};
// REQUIRES: every record is placed.
std::vector<NewBatch> batches_of(const std::vector<NewRecord>& records);

}  // namespace dogear::broker::control
