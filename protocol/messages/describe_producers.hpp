// DescribeProducers (key 61), v0, flexible.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api describe_producers_api{
    .key = 61, .name = "DescribeProducers", .versions = only(0), .flexible_since = 0};

struct DescribeProducersRequest {
  static constexpr Api api = describe_producers_api;
  struct TopicRequest {
    std::string name;
    std::vector<std::int32_t> partition_indexes;

    static void fields(auto& io, auto& self) {
      io("name", self.name);
      io("partitionIndexes", self.partition_indexes);
    }
  };

  std::vector<TopicRequest> topics;

  static void fields(auto& io, auto& self) { io("topics", self.topics); }
};

struct DescribeProducersResponse {
  static constexpr Api api = describe_producers_api;
  struct TopicResponse {
    struct PartitionResponse {
      struct ProducerState {
        std::int64_t producer_id = 0;
        std::int32_t producer_epoch = 0;
        std::int32_t last_sequence = -1;
        std::int64_t last_timestamp = -1;
        std::int32_t coordinator_epoch = 0;
        std::int64_t current_txn_start_offset = -1;

        static void fields(auto& io, auto& self) {
          io("producerId", self.producer_id);
          io("producerEpoch", self.producer_epoch);
          io("lastSequence", self.last_sequence);
          io("lastTimestamp", self.last_timestamp);
          io("coordinatorEpoch", self.coordinator_epoch);
          io("currentTxnStartOffset", self.current_txn_start_offset);
        }
      };

      std::int32_t partition_index = 0;
      ErrorCode error_code = ErrorCode::none;
      std::optional<std::string> error_message;
      std::vector<ProducerState> active_producers;

      static void fields(auto& io, auto& self) {
        io("partitionIndex", self.partition_index);
        io("errorCode", self.error_code);
        io("errorMessage", self.error_message);
        io("activeProducers", self.active_producers);
      }
    };

    std::string name;
    std::vector<PartitionResponse> partitions;

    static void fields(auto& io, auto& self) {
      io("name", self.name);
      io("partitions", self.partitions);
    }
  };

  std::int32_t throttle_time_ms = 0;
  std::vector<TopicResponse> topics;

  static void fields(auto& io, auto& self) {
    io("throttleTimeMs", self.throttle_time_ms);
    io("topics", self.topics);
  }
};

}  // namespace dogear::protocol
