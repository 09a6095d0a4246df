// DescribeLogDirs (key 35), v1-5, flexible from v2.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api describe_log_dirs_api{
    .key = 35, .name = "DescribeLogDirs", .versions = between(1, 5), .flexible_since = 2};

struct DescribeLogDirsRequest {
  static constexpr Api api = describe_log_dirs_api;
  struct DescribableLogDirTopic {
    std::string topic;
    std::vector<std::int32_t> partitions;

    static void fields(auto& io, auto& self) {
      io("topic", self.topic);
      io("partitions", self.partitions);
    }
  };

  std::optional<std::vector<DescribableLogDirTopic>> topics = std::vector<DescribableLogDirTopic>{};

  static void fields(auto& io, auto& self) { io("topics", self.topics); }
};

struct DescribeLogDirsResponse {
  static constexpr Api api = describe_log_dirs_api;
  struct DescribeLogDirsResult {
    struct DescribeLogDirsTopic {
      struct DescribeLogDirsPartition {
        std::int32_t partition_index = 0;
        std::int64_t partition_size = 0;
        std::int64_t offset_lag = 0;
        bool is_future_key = false;

        static void fields(auto& io, auto& self) {
          io("partitionIndex", self.partition_index);
          io("partitionSize", self.partition_size);
          io("offsetLag", self.offset_lag);
          io("isFutureKey", self.is_future_key);
        }
      };

      std::string name;
      std::vector<DescribeLogDirsPartition> partitions;

      static void fields(auto& io, auto& self) {
        io("name", self.name);
        io("partitions", self.partitions);
      }
    };

    ErrorCode error_code = ErrorCode::none;
    std::string log_dir;
    std::vector<DescribeLogDirsTopic> topics;
    std::int64_t total_bytes = -1;
    std::int64_t usable_bytes = -1;
    bool is_cordoned = false;

    static void fields(auto& io, auto& self) {
      io("errorCode", self.error_code);
      io("logDir", self.log_dir);
      io("topics", self.topics);
      io("totalBytes", self.total_bytes, since(4));
      io("usableBytes", self.usable_bytes, since(4));
      io("isCordoned", self.is_cordoned, since(5));
    }
  };

  std::int32_t throttle_time_ms = 0;
  ErrorCode error_code = ErrorCode::none;
  std::vector<DescribeLogDirsResult> results;

  static void fields(auto& io, auto& self) {
    io("throttleTimeMs", self.throttle_time_ms);
    io("errorCode", self.error_code, since(3));
    io("results", self.results);
  }
};

}  // namespace dogear::protocol
