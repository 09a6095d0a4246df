#include "storage/record_reader.hpp"

#include <fmt/format.h>

#include "base/wrapping.hpp"

namespace dogear::storage {
namespace {

constexpr auto invalid_record = ErrorCode::invalid_record;

enum class Varint { read, cut_off, too_long };

// At most ten (or five) bytes; bits beyond the type are dropped, as Kafka drops them.
template <class Unsigned>
Varint read_long_varint(ByteCursor& in, Unsigned& value) {
  constexpr int longest = sizeof(Unsigned) == 8 ? 10 : 5;
  value = 0;
  for (int i = 0; i < longest; ++i) {
    if (in.at == in.end) return Varint::cut_off;
    const auto byte = *in.at++;
    value |= static_cast<Unsigned>(byte & 0x7f) << (7 * i);
    if (byte < 0x80) return Varint::read;
  }
  return Varint::too_long;
}

// Most are of one byte, some of two.
template <class Unsigned>
[[gnu::always_inline]] inline Varint read_unsigned_varint(ByteCursor& in, Unsigned& value) {
  if (in.remaining() >= 1 && in.at[0] < 0x80) {
    value = *in.at++;
    return Varint::read;
  }
  if (in.remaining() >= 2 && in.at[1] < 0x80) {
    value = static_cast<Unsigned>(in.at[0] & 0x7f) | static_cast<Unsigned>(in.at[1]) << 7;
    in.at += 2;
    return Varint::read;
  }
  auto rest = in;  // whose address may be taken
  const auto outcome = read_long_varint(rest, value);
  in = rest;
  return outcome;
}

[[gnu::always_inline]] inline Varint read_varint_or_why(ByteCursor& in, std::int32_t& value) {
  std::uint32_t raw = 0;
  const auto outcome = read_unsigned_varint(in, raw);
  value = unzigzag(raw);
  return outcome;
}

[[gnu::always_inline]] inline bool read_varint(ByteCursor& in, std::int32_t& value) {
  return read_varint_or_why(in, value) == Varint::read;
}

[[gnu::always_inline]] inline bool read_varlong(ByteCursor& in, std::int64_t& value) {
  std::uint64_t raw = 0;
  const auto outcome = read_unsigned_varint(in, raw);
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

bool RecordReader::batch_size_is_bad() {
  return fail(invalid_record, "Incorrect declared batch size, premature EOF reached");
}

bool RecordReader::record_size_is_bad(std::int32_t expected, std::ptrdiff_t read) {
  return fail(invalid_record,
              fmt::format("Invalid record size: expected to read {} bytes in record payload, but "
                          "instead read {}",
                          expected, read));
}

bool RecordReader::record_is_cut_off(std::int32_t expected, std::size_t remaining) {
  return fail(invalid_record,
              fmt::format("Invalid record size: expected {} bytes in record payload, but instead "
                          "the buffer has only {} remaining bytes.",
                          expected, remaining));
}

bool RecordReader::bytes_are_cut_off(std::size_t missing) {
  if (form_ != RecordForm::skipped) return structure_is_bad();
  return fail(invalid_record,
              fmt::format("Reached end of input stream before skipping all bytes. Remaining "
                          "bytes:{}",
                          missing));
}

bool RecordReader::header_count_is_bad(std::int32_t count) {
  if (count < 0)
    return fail(invalid_record, fmt::format("Found invalid number of record headers {}", count));
  return fail(invalid_record,
              fmt::format("Found invalid number of record headers. {} is larger than the "
                          "remaining size of the buffer",
                          count));
}

// Batches hold millions of records. What is called for each is inline and works on a copy of the
// cursor, so that it stays in registers.
bool RecordReader::next(RecordView& record) {
  if (error_ || read_ >= count_) return false;
  ByteCursor in{at_, end_};
  std::int32_t body_size = 0;
  if (!begin_record(in, body_size)) return false;
  const auto* const body = in.at;
  if (form_ == RecordForm::stream) in.end = in.at + body_size;
  if (!read_body(in, record)) return false;
  if (form_ != RecordForm::skipped && in.at - body != body_size)
    return record_size_is_bad(body_size, in.at - body);
  record.size = static_cast<std::size_t>(in.at - at_);
  at_ = in.at;
  if (++read_ == count_ && at_ != end_)
    return fail(invalid_record, "Incorrect declared batch size, records still remaining in file");
  return true;
}

[[gnu::always_inline]] inline bool RecordReader::begin_record(ByteCursor& in,
                                                              std::int32_t& body_size) {
  const auto size_read = read_varint_or_why(in, body_size);
  if (size_read == Varint::too_long && form_ == RecordForm::whole)
    return fail(ErrorCode::unknown_server_error, "Varint is too long");
  if (size_read != Varint::read) return batch_size_is_bad();
  if (form_ == RecordForm::skipped) return true;
  if (form_ == RecordForm::stream && body_size < 0) return batch_size_is_bad();
  if (body_size > 0 && static_cast<std::size_t>(body_size) > in.remaining())
    return record_is_cut_off(body_size, in.remaining());
  return true;
}

[[gnu::always_inline]] inline bool RecordReader::read_body(ByteCursor& in, RecordView& record) {
  if (in.at == in.end) return structure_is_bad();
  ++in.at;  // attributes: none are defined
  std::int64_t timestamp_delta = 0;
  if (!read_varlong(in, timestamp_delta) || !read_varint(in, record.offset_delta))
    return structure_is_bad();
  record.timestamp = log_append_time_.value_or(wrapping_add(base_timestamp_, timestamp_delta));
  record.offset = wrapping_add(base_offset_, record.offset_delta);
  if (!read_bytes(in, record.key) || !read_bytes(in, record.value)) return false;
  if (!read_varint(in, record.header_count)) return structure_is_bad();
  const auto* const headers = in.at;
  if (record.header_count != 0) {
    auto rest = in;
    if (!read_headers(rest, record.header_count)) return false;
    in = rest;
  }
  record.headers = {headers, static_cast<std::size_t>(in.at - headers)};
  return true;
}

bool RecordReader::read_headers(ByteCursor& in, std::int32_t count) {
  const bool too_many =
      form_ != RecordForm::skipped && static_cast<std::size_t>(count) > in.remaining();
  if (count < 0 || too_many) return header_count_is_bad(count);
  std::optional<ByteSpan> skipped;
  for (std::int32_t i = 0; i < count; ++i) {
    std::int32_t key_size = 0;
    if (!read_varint(in, key_size)) return structure_is_bad();
    if (key_size < 0)
      return fail(invalid_record, fmt::format("Invalid negative header key size {}", key_size));
    if (!take_bytes(in, key_size, skipped) || !read_bytes(in, skipped)) return false;
  }
  return true;
}

[[gnu::always_inline]] inline bool RecordReader::read_bytes(ByteCursor& in,
                                                            std::optional<ByteSpan>& bytes) {
  std::int32_t size = 0;
  if (!read_varint(in, size)) return structure_is_bad();
  return take_bytes(in, size, bytes);
}

// Any negative size is null.
[[gnu::always_inline]] inline bool RecordReader::take_bytes(ByteCursor& in, std::int32_t size,
                                                            std::optional<ByteSpan>& bytes) {
  if (size < 0) {
    bytes.reset();
    return true;
  }
  const auto wanted = static_cast<std::size_t>(size);
  if (wanted > in.remaining()) return bytes_are_cut_off(wanted - in.remaining());
  bytes = ByteSpan{in.at, wanted};
  in.at += wanted;
  return true;
}

bool HeaderReader::next(HeaderView& header) {
  if (left_ <= 0) return false;
  --left_;
  ByteCursor in{rest_.data(), rest_.data() + rest_.size()};
  std::int32_t size = 0;
  read_varint(in, size);
  header.key = {in.at, static_cast<std::size_t>(size)};
  in.at += size;
  read_varint(in, size);
  header.value.reset();
  if (size >= 0) {
    header.value = ByteSpan{in.at, static_cast<std::size_t>(size)};
    in.at += size;
  }
  rest_ = {in.at, in.remaining()};
  return true;
}

}  // namespace dogear::storage
