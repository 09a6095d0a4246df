#include "storage/record_reader.hpp"

#include <fmt/format.h>

#include "base/wrapping.hpp"

namespace dogear::storage {
namespace {

constexpr auto invalid_record = ErrorCode::invalid_record;

enum class Varint { read, cut_off, too_long };

// At most ten (or five) bytes; bits beyond the type are dropped, as Kafka drops them.
template <class Unsigned>
Varint read_long_varint(const std::uint8_t*& at, const std::uint8_t* end, Unsigned& value) {
  constexpr int longest = sizeof(Unsigned) == 8 ? 10 : 5;
  value = 0;
  for (int i = 0; i < longest; ++i) {
    if (at == end) return Varint::cut_off;
    const auto byte = *at++;
    value |= static_cast<Unsigned>(byte & 0x7f) << (7 * i);
    if (byte < 0x80) return Varint::read;
  }
  return Varint::too_long;
}

// The short cut for one byte, which is the length of most.
template <class Unsigned>
inline Varint read_unsigned_varint(const std::uint8_t*& at, const std::uint8_t* end,
                                   Unsigned& value) {
  if (at == end || *at >= 0x80) return read_long_varint(at, end, value);
  value = *at++;
  return Varint::read;
}

inline Varint read_varint_or_why(const std::uint8_t*& at, const std::uint8_t* end,
                                 std::int32_t& value) {
  std::uint32_t raw = 0;
  const auto outcome = read_unsigned_varint(at, end, raw);
  value = unzigzag(raw);
  return outcome;
}

inline bool read_varint(const std::uint8_t*& at, const std::uint8_t* end, std::int32_t& value) {
  return read_varint_or_why(at, end, value) == Varint::read;
}

inline bool read_varlong(const std::uint8_t*& at, const std::uint8_t* end, std::int64_t& value) {
  std::uint64_t raw = 0;
  const auto outcome = read_unsigned_varint(at, end, raw);
  value = unzigzag(raw);
  return outcome == Varint::read;
}

}  // namespace

RecordReader::RecordReader(const RecordBatch& batch, RecordForm form, ByteBuffer& scratch)
    : form_(form),
      base_offset_(batch.base_offset()),
      base_timestamp_(batch.base_timestamp()),
      count_(batch.count()) {
  if (batch.timestamp_type() == TimestampType::log_append_time)
    log_append_time_ = batch.max_timestamp();
  auto records = batch.record_bytes();
  const auto codec = batch.compression();
  if (!codec) {
    fail(ErrorCode::unknown_server_error,
         fmt::format("Unknown compression type id: {}", batch.attributes() & compression_mask));
    return;
  }
  if (*codec != CompressionType::none && count_ != 0) {
    const auto outcome = decompress(*codec, records, max_decompressed_bytes, scratch);
    if (outcome == Decompression::corrupt)
      fail(ErrorCode::unknown_server_error, "Failed to decompress record stream");
    if (outcome == Decompression::too_large)
      fail(ErrorCode::message_too_large,
           fmt::format("Batch decompresses to more than {} bytes", max_decompressed_bytes));
    records = scratch.bytes();
  }
  at_ = records.data();
  end_ = at_ + records.size();
  if (count_ < 0)
    fail(invalid_record, fmt::format("Found invalid record count {} in magic v2 batch", count_));
}

bool RecordReader::fail(ErrorCode error, std::string message) {
  if (!error_) error_ = StorageError{error, std::move(message)};
  return false;
}

bool RecordReader::structure_is_bad() {
  return fail(invalid_record, "Found invalid record structure");
}

bool RecordReader::next(RecordView& record) {
  if (error_ || read_ >= count_) return false;
  const auto* const start = at_;
  const auto* const batch_end = end_;
  std::int32_t body_size = 0;
  if (!begin_record(body_size)) return false;
  const auto* const body = at_;
  if (form_ == RecordForm::stream) end_ = at_ + body_size;
  if (!read_body(record)) return false;
  if (form_ != RecordForm::skipped && at_ - body != body_size)
    return fail(invalid_record,
                fmt::format("Invalid record size: expected to read {} bytes in record payload, but "
                            "instead read {}",
                            body_size, at_ - body));
  end_ = batch_end;
  record.size = static_cast<std::size_t>(at_ - start);
  if (++read_ == count_ && at_ != end_)
    return fail(invalid_record, "Incorrect declared batch size, records still remaining in file");
  return true;
}

bool RecordReader::begin_record(std::int32_t& body_size) {
  const auto size_read = read_varint_or_why(at_, end_, body_size);
  if (size_read == Varint::too_long && form_ == RecordForm::whole)
    return fail(ErrorCode::unknown_server_error, "Varint is too long");
  if (size_read != Varint::read)
    return fail(invalid_record, "Incorrect declared batch size, premature EOF reached");
  if (form_ == RecordForm::skipped) return true;
  if (form_ == RecordForm::stream && body_size < 0)
    return fail(invalid_record, "Incorrect declared batch size, premature EOF reached");
  if (body_size > 0 && static_cast<std::size_t>(body_size) > remaining())
    return fail(invalid_record,
                fmt::format("Invalid record size: expected {} bytes in record payload, but instead "
                            "the buffer has only {} remaining bytes.",
                            body_size, remaining()));
  return true;
}

bool RecordReader::read_body(RecordView& record) {
  if (at_ == end_) return structure_is_bad();
  ++at_;  // attributes: none are defined
  std::int64_t timestamp_delta = 0;
  if (!read_varlong(at_, end_, timestamp_delta) || !read_varint(at_, end_, record.offset_delta))
    return structure_is_bad();
  record.timestamp = log_append_time_.value_or(wrapping_add(base_timestamp_, timestamp_delta));
  record.offset = wrapping_add(base_offset_, record.offset_delta);
  std::int32_t size = 0;
  if (!read_varint(at_, end_, size)) return structure_is_bad();
  if (!read_bytes(size, record.key)) return false;
  if (!read_varint(at_, end_, size)) return structure_is_bad();
  if (!read_bytes(size, record.value)) return false;
  return read_headers(record);
}

bool RecordReader::read_headers(RecordView& record) {
  if (!read_varint(at_, end_, record.header_count)) return structure_is_bad();
  const auto count = record.header_count;
  if (count < 0)
    return fail(invalid_record, fmt::format("Found invalid number of record headers {}", count));
  if (form_ != RecordForm::skipped && static_cast<std::size_t>(count) > remaining())
    return fail(invalid_record,
                fmt::format("Found invalid number of record headers. {} is larger than the "
                            "remaining size of the buffer",
                            count));
  const auto* const start = at_;
  std::optional<ByteSpan> skipped;
  for (std::int32_t i = 0; i < count; ++i) {
    std::int32_t size = 0;
    if (!read_varint(at_, end_, size)) return structure_is_bad();
    if (size < 0)
      return fail(invalid_record, fmt::format("Invalid negative header key size {}", size));
    if (!read_bytes(size, skipped)) return false;
    if (!read_varint(at_, end_, size)) return structure_is_bad();
    if (!read_bytes(size, skipped)) return false;
  }
  record.headers = {start, static_cast<std::size_t>(at_ - start)};
  return true;
}

// Any negative size is null.
bool RecordReader::read_bytes(std::int32_t size, std::optional<ByteSpan>& bytes) {
  if (size < 0) {
    bytes.reset();
    return true;
  }
  const auto wanted = static_cast<std::size_t>(size);
  if (wanted > remaining()) {
    if (form_ != RecordForm::skipped) return structure_is_bad();
    return fail(invalid_record,
                fmt::format("Reached end of input stream before skipping all bytes. Remaining "
                            "bytes:{}",
                            wanted - remaining()));
  }
  bytes = ByteSpan{at_, wanted};
  at_ += wanted;
  return true;
}

bool HeaderReader::next(HeaderView& header) {
  if (left_ <= 0) return false;
  --left_;
  const auto* at = rest_.data();
  const auto* const end = at + rest_.size();
  std::int32_t size = 0;
  read_varint(at, end, size);
  header.key = {at, static_cast<std::size_t>(size)};
  at += size;
  read_varint(at, end, size);
  header.value.reset();
  if (size >= 0) {
    header.value = ByteSpan{at, static_cast<std::size_t>(size)};
    at += size;
  }
  rest_ = rest_.subspan(static_cast<std::size_t>(at - rest_.data()));
  return true;
}

}  // namespace dogear::storage
