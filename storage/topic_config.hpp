// A topic's configs: Kafka's names in snake_case, Kafka's defaults. Some are only parsed, checked
// and described: broker/configs/meanings.cpp says which of them act.
//
// Kafka's ranges (segment.bytes >= 1 MiB and so on) were checked where the configs were parsed;
// internal topics and tests may go beyond them.
#pragma once
#include <cstdint>
#include <limits>
#include <optional>

namespace dogear::storage {

enum class CompressionType : std::uint8_t { none = 0, gzip = 1, snappy = 2, lz4 = 3, zstd = 4 };

enum class TimestampType : std::uint8_t { create_time = 0, log_append_time = 1 };

// Both may be set; with neither set (cleanup.policy="" since 4.2) nothing is ever removed.
struct CleanupPolicy {
  bool compact = false;
  bool del = true;  // "delete"
  friend bool operator==(const CleanupPolicy&, const CleanupPolicy&) = default;
};

struct TopicConfig {
  static constexpr std::int64_t unlimited = -1;
  static constexpr std::int64_t long_max = std::numeric_limits<std::int64_t>::max();

  CleanupPolicy cleanup_policy;
  // compression.type; nothing means `producer`: batches keep the codec that they came with.
  std::optional<CompressionType> compression_type;
  std::int32_t compression_gzip_level = -1;
  std::int32_t compression_lz4_level = 9;
  std::int32_t compression_zstd_level = 3;
  std::int64_t delete_retention_ms = 86'400'000;
  std::int64_t file_delete_delay_ms = 60'000;
  std::int64_t flush_messages = long_max;
  std::int64_t flush_ms = long_max;
  std::int32_t index_interval_bytes = 4096;
  std::int64_t local_retention_bytes = -2;
  std::int64_t local_retention_ms = -2;
  std::int64_t max_compaction_lag_ms = long_max;
  std::int32_t max_message_bytes = 1'048'588;
  std::int64_t message_timestamp_after_max_ms = 3'600'000;
  std::int64_t message_timestamp_before_max_ms = long_max;
  TimestampType message_timestamp_type = TimestampType::create_time;
  double min_cleanable_dirty_ratio = 0.5;
  std::int64_t min_compaction_lag_ms = 0;
  std::int32_t min_insync_replicas = 1;
  bool preallocate = false;
  bool remote_storage_enable = false;
  std::int64_t retention_bytes = unlimited;
  std::int64_t retention_ms = 604'800'000;
  std::int32_t segment_bytes = 1'073'741'824;
  std::int32_t segment_index_bytes = 10'485'760;
  std::int64_t segment_jitter_ms = 0;  // Kafka draws from 0 up to it; here it is always 0
  std::int64_t segment_ms = 604'800'000;
  bool unclean_leader_election_enable = false;

  // 0 for codecs that have no levels.
  int compression_level(CompressionType codec) const {
    switch (codec) {
      case CompressionType::gzip:
        return compression_gzip_level;
      case CompressionType::lz4:
        return compression_lz4_level;
      case CompressionType::zstd:
        return compression_zstd_level;
      case CompressionType::none:
      case CompressionType::snappy:
        break;
    }
    return 0;
  }

  friend bool operator==(const TopicConfig&, const TopicConfig&) = default;
};

}  // namespace dogear::storage
