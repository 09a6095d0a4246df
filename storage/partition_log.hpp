// The log of one partition: record batches as they came, with their offsets, leader epoch and,
// where the topic says so, append time filled in.
//
// A value: copying one copies pointers. Original and copy share what has been written and each
// appends on its own. Slices that were read stay valid for as long as they are kept.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/system/result.hpp>

#include "base/cow.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/slice.hpp"
#include "base/time.hpp"
#include "storage/arena.hpp"
#include "storage/batch_validation.hpp"
#include "storage/leader_epochs.hpp"
#include "storage/producer_state.hpp"
#include "storage/segment.hpp"
#include "storage/topic_config.hpp"

namespace dogear::storage {

struct Appended {
  Offset base_offset = no_offset;
  Offset last_offset = no_offset;
  // For topics of log append time, and for a duplicate the timestamp of the batch it repeats.
  std::int64_t log_append_time = no_timestamp;
  Offset log_start_offset = no_offset;
  bool duplicate = false;  // nothing was appended; the offsets are those of the original
  bool rolled = false;     // a new segment was begun: retention or compaction may have work
};

struct AppendFailure {
  ErrorCode error = ErrorCode::unknown_server_error;
  // For the log. Clients see it only together with record errors.
  std::string message;
  std::vector<RecordError> record_errors;
  Offset log_start_offset = no_offset;  // as Kafka reports it: real with some errors, else -1
  bool rolled = false;                  // a new segment was begun all the same
};

using AppendResult = boost::system::result<Appended, AppendFailure>;

enum class MinOneMessage : bool { no, yes };

struct ReadResult {
  // Batches that lie side by side in memory are one slice. The first batch is whole; the last one
  // may be cut off anywhere.
  std::vector<Slice> slices;
  std::size_t size = 0;
};

// An answer to a question about offsets: no_timestamp and no_epoch where there is none.
struct OffsetAndTimestamp {
  Offset offset = no_offset;
  std::int64_t timestamp = no_timestamp;
  LeaderEpoch leader_epoch = no_epoch;
  friend bool operator==(const OffsetAndTimestamp&, const OffsetAndTimestamp&) = default;
};

class PartitionLog {
 public:
  PartitionLog(std::shared_ptr<MemoryAccount> memory, BrokerTime created);

  // Appends the first batch of `records`, or refuses it; then no offset has changed.
  AppendResult append(ByteSpan records, const AppendContext& context);

  // The batches from the one that contains `from` (or the next one, if that is in a hole) up to
  // `upper_bound` (high watermark or last stable offset), out of one segment only. As in Kafka they
  // are cut off after `max_bytes`, even in the middle of a batch. The first batch is never cut off:
  // if it is larger than `max_bytes`, `min_one` decides whether it is read all the same.
  // offset_out_of_range below the log's start and above its end.
  Result<ReadResult> read(Offset from, Offset upper_bound, std::size_t max_bytes,
                          MinOneMessage min_one) const;
  // How many bytes read() would find without a limit; nothing if `from` and the last batch below
  // `upper_bound` are not in the same segment.
  std::optional<std::size_t> size_between(Offset from, Offset upper_bound) const;

  Offset log_start_offset() const { return log_start_offset_; }
  Offset log_end_offset() const { return log_end_offset_; }
  // The log's end, because all replicas are always in sync.
  Offset high_watermark() const { return high_watermark_; }
  // The high watermark, because there are no transactions.
  Offset last_stable_offset() const { return high_watermark_; }

  // For ListOffsets: the earliest offset (-2), the first record at or after a timestamp, and the
  // record with the largest timestamp (-3).
  OffsetAndTimestamp earliest() const;
  std::optional<OffsetAndTimestamp> offset_for_timestamp(std::int64_t timestamp) const;
  std::optional<OffsetAndTimestamp> offset_of_max_timestamp() const;

  // A new leader begins at the end of the log.
  void assign_epoch(LeaderEpoch epoch) { epochs_.assign(epoch, log_end_offset_); }
  EpochEndOffset end_offset_for(LeaderEpoch epoch) const {
    return epochs_.end_offset_for(epoch, log_end_offset_);
  }
  const LeaderEpochs& epochs() const { return epochs_; }

  // Never goes back; offset_out_of_range above the high watermark.
  ErrorCode advance_log_start(Offset offset);

  const ProducerState& producers() const { return *producers_; }
  // True when there were any.
  bool remove_expired_producers(BrokerTime now, Millis expiration);

  // Segments, for retention and compaction. The last one is active; there is always one.
  const std::vector<Cow<Segment>>& segments() const { return segments_; }
  const Segment& active_segment() const { return *segments_.back(); }
  void roll(BrokerTime now);
  // Drops the `count` oldest segments and moves the log's start to the first one that stays. If
  // these are all, a new active segment is begun first.
  void delete_oldest_segments(std::size_t count, BrokerTime now);
  // Puts `cleaned` in the place of `count` segments from `first` on.
  void replace_segments(std::size_t first, std::size_t count, Segment cleaned);
  // Where the part begins that has not been compacted yet. Never below the log's start.
  Offset first_dirty_offset() const;
  void set_first_dirty_offset(Offset offset) { first_dirty_offset_ = offset; }
  // Compaction has found a batch that it cannot read, and does not touch this log any more.
  bool uncleanable() const { return uncleanable_; }
  void set_uncleanable() { uncleanable_ = true; }

  std::size_t size() const;  // bytes of records
  BrokerTime created() const { return created_; }
  const std::shared_ptr<MemoryAccount>& memory() const { return arena_.account(); }
  // The block that appends go to; null if the next one opens a new block.
  const ArenaBlock* open_block() const { return arena_.open_block(); }

  // One line a batch, and one before each segment; for tests and dumps.
  std::string dump() const;

 private:
  // Where reading from an offset begins. If nothing is there, `chunk` is the end of the last
  // segment's chunks.
  struct Place {
    std::size_t segment;
    std::vector<Cow<Chunk>>::const_iterator chunk;
  };

  std::size_t segment_index_of(Offset offset) const;
  Place place_of(Offset offset) const;
  bool should_roll(const RecordBatch& batch, const ValidBatch& valid,
                   const AppendContext& context) const;
  AppendFailure refuse(ValidationFailure failure) const;
  void release_tail();
  AppendResult write(const ValidBatch& valid, bool rolled, const AppendContext& context);

  ArenaTail arena_;
  std::vector<Cow<Segment>> segments_;
  LeaderEpochs epochs_;
  Cow<ProducerState> producers_;
  Offset log_start_offset_ = 0;
  Offset log_end_offset_ = 0;
  Offset high_watermark_ = 0;
  Offset first_dirty_offset_ = 0;
  BrokerTime created_;
  bool uncleanable_ = false;
};

}  // namespace dogear::storage
