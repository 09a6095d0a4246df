// What Kafka checks before it takes a batch from a producer, in Kafka's order and words.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error_code.hpp"
#include "base/ids.hpp"
#include "base/slice.hpp"
#include "base/time.hpp"
#include "storage/record_batch.hpp"
#include "storage/topic_config.hpp"

namespace dogear::storage {

// Coordinators may write what clients may not: control records, and batches without sequences.
enum class AppendOrigin : std::uint8_t { client, coordinator };

struct RecordError {
  std::int32_t batch_index = 0;
  std::string message;
  friend bool operator==(const RecordError&, const RecordError&) = default;
};

struct ValidationFailure {
  ErrorCode error = ErrorCode::unknown_server_error;
  // For the log. Clients see it (as ErrorMessage) only together with record errors.
  std::string message;
  std::vector<RecordError> record_errors;
};

// Who appends, where and when.
struct AppendContext {
  AppendOrigin origin = AppendOrigin::client;
  LeaderEpoch leader_epoch = 0;
  BrokerTime now;
  const TopicConfig& config;
  std::string_view topic;  // for messages
  PartitionIndex partition = 0;
};

struct ValidBatch {
  ByteSpan bytes() const { return rebuilt.empty() ? original : ByteSpan(rebuilt); }

  ByteSpan original;
  std::vector<std::uint8_t> rebuilt;  // when the topic's codec is not the batch's
  // What the header must say in the log.
  TimestampType timestamp_type = TimestampType::create_time;
  std::int64_t max_timestamp = no_timestamp;
};

// Before anything else Kafka looks at the first batch of every partition of a Produce request, to
// find out whether the request is part of a transaction.
struct FirstBatch {
  StorageError error;  // if any, the whole request fails with it
  bool transactional = false;
};
FirstBatch look_at_first_batch(ByteSpan records);

// Why the records of one partition are refused before Kafka looks for the partition.
struct ProduceRecordsError {
  // Some malformed bytes make Kafka fail the whole request: all its partitions get the error.
  enum class Scope { partition, request };

  ErrorCode error = ErrorCode::none;
  Scope scope = Scope::partition;
  std::string message;  // for the log
};

// Checks that there is exactly one batch, of magic 2, with a codec that this version of Produce
// allows.
ProduceRecordsError check_produce_records(ByteSpan records, std::int16_t produce_version);

// The checks of the partition that the batch is appended to. Bytes after the first batch are
// ignored.
std::variant<ValidBatch, ValidationFailure> validate_batch(ByteSpan records,
                                                           const AppendContext& context);

}  // namespace dogear::storage
