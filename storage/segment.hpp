// A segment of a partition's log, which retention deletes and compaction rewrites as a whole. Its
// batches lie in arena blocks, in chunks with a sparse index.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/cow.hpp"
#include "base/ids.hpp"
#include "base/slice.hpp"
#include "base/time.hpp"
#include "storage/arena.hpp"
#include "storage/record_batch.hpp"

namespace dogear::storage {

// Consecutive batches that lie side by side in one block.
class Chunk {
 public:
  Chunk(std::shared_ptr<const ArenaBlock> block, std::size_t begin)
      : block_(std::move(block)), begin_(begin), end_(begin) {}

  Offset base_offset() const { return base_offset_; }
  Offset last_offset() const { return last_offset_; }
  std::int64_t max_timestamp() const { return max_timestamp_; }
  std::size_t size() const { return end_ - begin_; }
  ByteSpan bytes() const { return {block_->data() + begin_, size()}; }

  // Whether `at` in `block` is right after this chunk.
  bool continues_at(const ArenaBlock& block, const std::uint8_t* at) const {
    return block_.get() == &block && at == block.data() + end_;
  }
  // Adds the batch, which lies right after this chunk.
  void extend_by(const RecordBatch& batch);

  RecordBatch batch_at(std::size_t position) const;
  // The position of the first batch whose last offset is not below `offset`. REQUIRES: there is
  // one.
  std::size_t position_of(Offset offset) const;
  // The position of the first batch that does not begin below `upper_bound`, or the end.
  std::size_t end_below(Offset upper_bound) const;
  Slice slice(std::size_t from, std::size_t to) const;
  const ArenaBlock& block() const { return *block_; }

 private:
  struct IndexEntry {
    Offset base_offset;
    std::size_t position;
  };

  std::size_t nearest_before(Offset offset) const;

  std::shared_ptr<const ArenaBlock> block_;
  std::size_t begin_;
  std::size_t end_;
  Offset base_offset_ = no_offset;
  Offset last_offset_ = no_offset;
  std::int64_t max_timestamp_ = no_timestamp;
  std::vector<IndexEntry> index_;  // one batch every few KiB
};

class Segment {
 public:
  Segment(Offset base_offset, BrokerTime created)
      : base_offset_(base_offset), created_(created), last_modified_(created) {}

  Offset base_offset() const { return base_offset_; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  // The time of the last append. (In Kafka it is the file's.)
  BrokerTime last_modified() const { return last_modified_; }
  void set_last_modified(BrokerTime time) { last_modified_ = time; }
  std::int64_t max_timestamp() const { return max_timestamp_; }
  // The largest timestamp of its records; if none has one, the time of the last append.
  std::int64_t largest_timestamp() const;
  // The first batch's timestamp, if it has one.
  std::optional<std::int64_t> first_batch_timestamp() const;
  const std::vector<Cow<Chunk>>& chunks() const { return chunks_; }

  // What segment.ms is compared with: the time from the first batch's timestamp to the new one's,
  // or, if the first batch has none, the time since the segment was created.
  std::int64_t time_waited_for_roll(BrokerTime now, std::int64_t message_timestamp) const;

  // Adds a batch that has been written into `block`.
  void append(const std::shared_ptr<ArenaBlock>& block, const RecordBatch& batch, BrokerTime now);

  // The chunk with the first batch whose last offset is not below `offset`; end() if there is none.
  std::vector<Cow<Chunk>>::const_iterator chunk_of(Offset offset) const;

  template <class Callback>
  void for_each_batch(Callback&& callback) const {
    for (const auto& chunk : chunks_) storage::for_each_batch(chunk->bytes(), callback);
  }

 private:
  Offset base_offset_;
  BrokerTime created_;
  BrokerTime last_modified_;
  std::size_t size_ = 0;
  std::int64_t max_timestamp_ = no_timestamp;
  std::int64_t first_batch_timestamp_ = no_timestamp;
  std::vector<Cow<Chunk>> chunks_;
};

}  // namespace dogear::storage
