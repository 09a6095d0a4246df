// The records inside one batch, read one after the other as views into its bytes.
//
// Kafka reads records in three ways (RecordForm), each of which refuses other malformed records.
#pragma once
#include <cstdint>
#include <optional>

#include "base/ids.hpp"
#include "base/slice.hpp"
#include "storage/compression.hpp"
#include "storage/record_batch.hpp"

namespace dogear::storage {

struct RecordView {
  Offset offset = 0;
  std::int64_t timestamp = no_timestamp;
  std::int32_t offset_delta = 0;
  std::size_t size = 0;  // with its length prefix
  std::optional<ByteSpan> key;
  std::optional<ByteSpan> value;
  std::int32_t header_count = 0;
  ByteSpan headers;  // still encoded; see HeaderReader
};

// Bytes that are read from the front.
struct ByteCursor {
  const std::uint8_t* at = nullptr;
  const std::uint8_t* end = nullptr;
  std::size_t remaining() const { return static_cast<std::size_t>(end - at); }
};

struct HeaderView {
  ByteSpan key;
  std::optional<ByteSpan> value;
};

enum class RecordForm {
  whole,    // every length must agree: for uncompressed batches
  skipped,  // keys and values are skipped, and the record's own length is ignored: for validating
            // compressed batches that are stored as they came
  stream,   // as `whole`, but within the record's own length: for rebuilding compressed batches
};

// A batch that decompresses to more is refused. (Kafka decompresses as it reads, without a limit.)
constexpr std::size_t max_decompressed_bytes = 128 * 1024 * 1024;

class RecordReader {
 public:
  // Decompresses into `scratch` when the batch is compressed; views of records point there.
  RecordReader(const RecordBatch& batch, RecordForm form, ByteBuffer& scratch);
  RecordReader(const RecordReader&) = delete;
  RecordReader& operator=(const RecordReader&) = delete;

  // False after the last record, and when the bytes are bad: see error().
  bool next(RecordView& record);
  const std::optional<StorageError>& error() const { return error_; }

 private:
  bool begin_record(ByteCursor& in, std::int32_t& body_size);
  bool read_body(ByteCursor& in, RecordView& record);
  bool read_headers(ByteCursor& in, std::int32_t count);
  bool read_bytes(ByteCursor& in, std::optional<ByteSpan>& bytes);
  bool take_bytes(ByteCursor& in, std::int32_t size, std::optional<ByteSpan>& bytes);

  // All return false.
  bool fail(ErrorCode error, std::string message);
  bool structure_is_bad();
  bool batch_size_is_bad();
  bool record_size_is_bad(std::int32_t expected, std::ptrdiff_t read);
  bool record_is_cut_off(std::int32_t expected, std::size_t remaining);
  bool bytes_are_cut_off(std::size_t missing);
  bool header_count_is_bad(std::int32_t count);

  RecordForm form_;
  Offset base_offset_;
  std::int64_t base_timestamp_;
  std::optional<std::int64_t> log_append_time_;
  std::int32_t count_;
  std::int32_t read_ = 0;
  const std::uint8_t* at_ = nullptr;
  const std::uint8_t* end_ = nullptr;
  std::optional<StorageError> error_;
};

// The headers of a record that a RecordReader has read.
class HeaderReader {
 public:
  explicit HeaderReader(const RecordView& record)
      : rest_(record.headers), left_(record.header_count) {}
  bool next(HeaderView& header);

 private:
  ByteSpan rest_;
  std::int32_t left_;
};

// Calls back with each RecordView of a stored batch; false when its bytes are bad.
template <class Callback>
bool for_each_record(const RecordBatch& batch, Callback&& callback) {
  ByteBuffer scratch;
  RecordReader reader(batch, RecordForm::whole, scratch);
  RecordView record;
  while (reader.next(record)) callback(record);
  return !reader.error();
}

}  // namespace dogear::storage
