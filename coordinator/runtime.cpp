#include "coordinator/runtime.hpp"

#include <algorithm>

#include "storage/record_batch.hpp"

namespace dogear::coordinator {
namespace {

using storage::batch_overhead;

// What a record takes in a batch at the most: key and value, five varints of up to five bytes (its
// length, its deltas and the lengths of key and value), its attributes and the count of headers.
std::size_t size_bound(const CoordinatorRecord& record) {
  return record.key.size() + (record.value ? record.value->size() : 0) + 5 * 5 + 2;
}

// No key and no value of ours is empty; one that holds a text that is too long could not be
// written.
bool is_written(const CoordinatorRecord& record) {
  return !record.key.empty() && !(record.value && record.value->empty());
}

}  // namespace

ErrorCode write(Turn& turn, Replayed& state, PartitionIndex partition,
                std::span<const CoordinatorRecord> records) {
  if (records.empty()) return ErrorCode::none;
  if (!std::all_of(records.begin(), records.end(), is_written))
    return ErrorCode::unknown_server_error;
  const auto error = turn.log.append(partition, records, turn.now);
  if (error != ErrorCode::none) return coordinator_error(error);
  for (const auto& record : records) state.replay(record);
  return ErrorCode::none;
}

void write_in_parts(Turn& turn, Replayed& state, PartitionIndex partition,
                    std::span<const CoordinatorRecord> records) {
  const auto limit = turn.log.max_batch_bytes();
  std::size_t begin = 0;
  auto bytes = batch_overhead;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const auto size = size_bound(records[i]);
    if (i > begin && bytes + size > limit) {
      if (write(turn, state, partition, records.subspan(begin, i - begin)) != ErrorCode::none)
        return;
      begin = i;
      bytes = batch_overhead;
    }
    bytes += size;
  }
  (void)write(turn, state, partition, records.subspan(begin));
}

ErrorCode coordinator_error(ErrorCode append_error) {
  switch (append_error) {
    case ErrorCode::unknown_topic_or_partition:
    case ErrorCode::not_enough_replicas:
    case ErrorCode::request_timed_out:
      return ErrorCode::coordinator_not_available;
    case ErrorCode::not_leader_or_follower:
    case ErrorCode::kafka_storage_error:
      return ErrorCode::not_coordinator;
    case ErrorCode::message_too_large:
    case ErrorCode::record_list_too_large:
    case ErrorCode::invalid_fetch_size:
      return ErrorCode::unknown_server_error;
    default:
      return append_error;
  }
}

}  // namespace dogear::coordinator
