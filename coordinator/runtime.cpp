#include "coordinator/runtime.hpp"

namespace dogear::coordinator {

ErrorCode write(Turn& turn, Replayed& state, PartitionIndex partition,
                std::span<const CoordinatorRecord> records) {
  if (records.empty()) return ErrorCode::none;
  const auto error = turn.log.append(partition, records, turn.now);
  if (error != ErrorCode::none) return coordinator_error(error);
  for (const auto& record : records) state.replay(record);
  return ErrorCode::none;
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
