#include "storage/segment.hpp"

#include <algorithm>
#include <cassert>

namespace dogear::storage {
namespace {

constexpr std::size_t index_interval_bytes = 4096;

}  // namespace

void Chunk::extend_by(const RecordBatch& batch) {
  if (size() == 0) base_offset_ = batch.base_offset();
  if (index_.empty() || size() - index_.back().position >= index_interval_bytes)
    index_.push_back({batch.base_offset(), size()});
  end_ += batch.size();
  last_offset_ = batch.last_offset();
  max_timestamp_ = std::max(max_timestamp_, batch.max_timestamp());
}

RecordBatch Chunk::batch_at(std::size_t position) const {
  const auto rest = bytes().subspan(position);
  const auto length = load_big_endian<std::uint32_t>(rest.data() + field::length);
  return RecordBatch(rest.first(log_overhead + length));
}

std::size_t Chunk::nearest_before(Offset offset) const {
  const auto above =
      std::upper_bound(index_.begin(), index_.end(), offset,
                       [](Offset o, const IndexEntry& entry) { return o < entry.base_offset; });
  return above == index_.begin() ? 0 : std::prev(above)->position;
}

std::size_t Chunk::position_of(Offset offset) const {
  assert(offset <= last_offset_);
  auto position = nearest_before(offset);
  for (auto batch = batch_at(position); batch.last_offset() < offset; batch = batch_at(position))
    position += batch.size();
  return position;
}

std::size_t Chunk::end_below(Offset upper_bound) const {
  if (upper_bound > last_offset_) return size();
  auto position = nearest_before(upper_bound);
  while (position < size()) {
    const auto batch = batch_at(position);
    if (batch.base_offset() >= upper_bound) break;
    position += batch.size();
  }
  return position;
}

Slice Chunk::slice(std::size_t from, std::size_t to) const {
  return {block_, bytes().subspan(from, to - from)};
}

std::int64_t Segment::largest_timestamp() const {
  return max_timestamp_ >= 0 ? max_timestamp_ : epoch_ms(last_modified_);
}

std::optional<std::int64_t> Segment::first_batch_timestamp() const {
  if (empty() || first_batch_timestamp_ < 0) return std::nullopt;
  return first_batch_timestamp_;
}

std::int64_t Segment::time_waited_for_roll(BrokerTime now, std::int64_t message_timestamp) const {
  if (const auto first = first_batch_timestamp()) return message_timestamp - *first;
  return (now - created_).count();
}

void Segment::append(const std::shared_ptr<ArenaBlock>& block, const RecordBatch& batch,
                     BrokerTime now) {
  if (empty()) first_batch_timestamp_ = batch.max_timestamp();
  if (chunks_.empty() || !chunks_.back()->continues_at(*block, batch.bytes().data())) {
    const auto begin = static_cast<std::size_t>(batch.bytes().data() - block->data());
    chunks_.emplace_back(Chunk(block, begin));
  }
  chunks_.back().write().extend_by(batch);
  size_ += batch.size();
  max_timestamp_ = std::max(max_timestamp_, batch.max_timestamp());
  last_modified_ = now;
}

std::vector<Cow<Chunk>>::const_iterator Segment::chunk_of(Offset offset) const {
  return std::lower_bound(chunks_.begin(), chunks_.end(), offset,
                          [](const Cow<Chunk>& c, Offset o) { return c->last_offset() < o; });
}

}  // namespace dogear::storage
