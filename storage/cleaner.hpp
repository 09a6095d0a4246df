// Compaction's second step: copies the records that stay, batch by batch, into a new segment.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "storage/offset_map.hpp"
#include "storage/partition_log.hpp"
#include "storage/record_reader.hpp"

namespace dogear::storage {

class Cleaner {
 public:
  // `upper_bound` is where cleaning ends: the batch just below it stays, at least as a header.
  Cleaner(const PartitionLog& log, const TopicConfig& config, const OffsetMap& map,
          Offset upper_bound, BrokerTime now)
      : log_(log), config_(config), map_(map), upper_bound_(upper_bound), now_(now) {}

  // Adds what `source` keeps to `into`. False when a batch cannot be read.
  bool clean(const Segment& source, Segment& into, ArenaTail& arena);

 private:
  bool clean_batch(const RecordBatch& batch);
  bool select(const RecordBatch& batch);
  bool retains(const RecordBatch& batch, const RecordView& record) const;
  bool retains_when_empty(const RecordBatch& batch) const;
  std::optional<std::int64_t> new_delete_horizon_ms() const;
  void write_header_alone(const RecordBatch& batch);
  std::vector<std::uint8_t> rebuild(const RecordBatch& batch,
                                    std::optional<std::int64_t> horizon) const;
  void write(ByteSpan batch);

  const PartitionLog& log_;
  const TopicConfig& config_;
  const OffsetMap& map_;
  Offset upper_bound_;
  BrokerTime now_;

  Segment* into_ = nullptr;
  ArenaTail* arena_ = nullptr;
  BrokerTime modified_;

  // About the batch that is being cleaned.
  ByteBuffer scratch_;
  std::vector<RecordView> retained_;
  bool all_retained_ = true;
  bool has_tombstone_ = false;
};

}  // namespace dogear::storage
