#include "storage/offset_map.hpp"

#include "storage/record_reader.hpp"

namespace dogear::storage {

bool OffsetMap::put(std::string_view key, Offset offset) {
  const auto found = offsets_.find(key);
  if (found != offsets_.end()) {
    found->second = offset;
    return true;
  }
  if (offsets_.size() >= max_keys_) return false;
  offsets_.emplace(key, offset);
  return true;
}

bool OffsetMap::is_latest(std::string_view key, Offset offset) const {
  const auto found = offsets_.find(key);
  return found == offsets_.end() || offset >= found->second;
}

OffsetMap::Progress OffsetMap::add(const RecordBatch& batch, ByteBuffer& scratch) {
  if (!batch.control()) {
    RecordReader reader(batch, RecordForm::whole, scratch);
    RecordView record;
    while (reader.next(record))
      if (record.key && record.offset >= first_dirty_offset_ &&
          !put(text_of(*record.key), record.offset))
        return Progress::full;
    if (reader.error()) return Progress::unreadable;
  }
  if (batch.last_offset() >= first_dirty_offset_) latest_offset_ = batch.last_offset();
  return Progress::complete;
}

bool OffsetMap::build(const PartitionLog& log, Offset end_offset) {
  const auto& segments = log.segments();
  ByteBuffer scratch;
  for (std::size_t i = 0; i + 1 < segments.size(); ++i) {
    if (segments[i]->base_offset() >= end_offset) break;
    const auto next_base = segments[i + 1]->base_offset();
    if (next_base <= first_dirty_offset_) continue;
    auto progress = Progress::complete;
    segments[i]->for_each_batch([&](const RecordBatch& batch) {
      if (progress == Progress::complete) progress = add(batch, scratch);
    });
    if (progress != Progress::complete) return progress == Progress::full;
    latest_offset_ = next_base - 1;  // even if the segment ends in a hole
  }
  return true;
}

}  // namespace dogear::storage
