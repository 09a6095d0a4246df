// Compaction's first step: the last offset of each key in the dirty part of a log.
#pragma once
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/ids.hpp"
#include "storage/compression.hpp"
#include "storage/partition_log.hpp"

namespace dogear::storage {

class OffsetMap {
 public:
  // Holds at most `max_keys` keys, of records from `first_dirty_offset` on.
  OffsetMap(Offset first_dirty_offset, std::size_t max_keys)
      : first_dirty_offset_(first_dirty_offset),
        latest_offset_(first_dirty_offset - 1),
        max_keys_(max_keys) {}

  // Reads the segments below `end_offset`, as far as the keys fit. False when a batch cannot be
  // read.
  bool build(const PartitionLog& log, Offset end_offset);

  // The last offset that the map covers.
  Offset latest_offset() const { return latest_offset_; }
  // Whether no later record of that key is known.
  bool is_latest(std::string_view key, Offset offset) const;

 private:
  struct KeyHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const {
      return std::hash<std::string_view>{}(key);
    }
  };
  enum class Progress { complete, full, unreadable };

  Progress add(const RecordBatch& batch, ByteBuffer& scratch);
  bool put(std::string_view key, Offset offset);

  Offset first_dirty_offset_;
  Offset latest_offset_;
  std::size_t max_keys_;
  // Looked up, never iterated.
  std::unordered_map<std::string, Offset, KeyHash, std::equal_to<>> offsets_;
};

}  // namespace dogear::storage
