// DeleteRecords (key 21), v0-2, flexible from v2.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api delete_records_api{
    .key = 21, .name = "DeleteRecords", .versions = between(0, 2), .flexible_since = 2};

struct DeleteRecordsRequest {
  static constexpr Api api = delete_records_api;
  struct DeleteRecordsTopic {
    struct DeleteRecordsPartition {
      std::int32_t partition_index = 0;
      std::int64_t offset = 0;

      static void fields(auto& io, auto& self) {
        io("partitionIndex", self.partition_index);
        io("offset", self.offset);
      }
    };

    std::string name;
    std::vector<DeleteRecordsPartition> partitions;

    static void fields(auto& io, auto& self) {
      io("name", self.name);
      io("partitions", self.partitions);
    }
  };

  std::vector<DeleteRecordsTopic> topics;
  std::int32_t timeout_ms = 0;

  static void fields(auto& io, auto& self) {
    io("topics", self.topics);
    io("timeoutMs", self.timeout_ms);
  }
};

struct DeleteRecordsResponse {
  static constexpr Api api = delete_records_api;
  struct DeleteRecordsTopicResult {
    struct DeleteRecordsPartitionResult {
      std::int32_t partition_index = 0;
      std::int64_t low_watermark = 0;
      ErrorCode error_code = ErrorCode::none;

      static void fields(auto& io, auto& self) {
        io("partitionIndex", self.partition_index);
        io("lowWatermark", self.low_watermark);
        io("errorCode", self.error_code);
      }
    };

    std::string name;
    std::vector<DeleteRecordsPartitionResult> partitions;

    static void fields(auto& io, auto& self) {
      io("name", self.name);
      io("partitions", self.partitions);
    }
  };

  std::int32_t throttle_time_ms = 0;
  std::vector<DeleteRecordsTopicResult> topics;

  static void fields(auto& io, auto& self) {
    io("throttleTimeMs", self.throttle_time_ms);
    io("topics", self.topics);
  }
};

}  // namespace dogear::protocol
