#include "storage/batch_validation.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <boost/system/result.hpp>
#include <fmt/format.h>

#include "base/wrapping.hpp"
#include "storage/batch_builder.hpp"
#include "storage/record_reader.hpp"

namespace dogear::storage {
namespace {

using Outcome = std::variant<ValidBatch, ValidationFailure>;

// A hostile batch can hold millions of bad records in few bytes: all are counted, but no more than
// these are reported.
constexpr std::size_t most_record_errors = 10'000;

ValidationFailure failure(ErrorCode error, std::string message) {
  return {error, std::move(message), {}};
}

std::string partition_name(const AppendContext& context) {
  return fmt::format("{}-{}", context.topic, context.partition);
}

// The checks of the log itself, before it looks at any record. ErrorCode::none if the batch passes.
StorageError check_header(ByteSpan batch, const AppendContext& context) {
  const auto base_offset = load_big_endian<std::int64_t>(batch.data() + field::base_offset);
  if (context.origin == AppendOrigin::client && base_offset != 0)
    return {ErrorCode::invalid_record,
            fmt::format("The baseOffset of the record batch in the append to {} should be 0, but "
                        "it is {}",
                        partition_name(context), base_offset)};
  const auto limit = context.config.max_message_bytes;
  if (batch.size() > static_cast<std::size_t>(limit))
    return {ErrorCode::message_too_large,
            fmt::format("The record batch size in the append to {} is {} bytes which exceeds the "
                        "maximum configured value of {}).",
                        partition_name(context), batch.size(), limit)};
  if (batch.size() < batch_overhead || !RecordBatch(batch).crc_matches())
    return {ErrorCode::corrupt_message,
            fmt::format("Record is corrupt in topic partition {}.", partition_name(context))};
  return {ErrorCode::none, {}};
}

// What the header of a client's batch must say.
std::optional<std::string> header_problem(const RecordBatch& batch, const AppendContext& context) {
  const auto name = [&] { return partition_name(context); };
  const auto count = batch.count();
  const auto last = std::int64_t{batch.last_offset_delta()};
  if (last < 0)
    return fmt::format("Batch has an invalid offset range: [0, {}] in topic partition {}", last,
                       name());
  if (count <= 0)
    return fmt::format("Invalid reported count for record batch: {} in topic partition {}", count,
                       name());
  if (last + 1 != count)
    return fmt::format(
        "Inconsistent batch offset range [0, {}] and count of records {} in topic "
        "partition {}",
        last, count, name());
  if (batch.control())
    return fmt::format("Clients are not allowed to write control records in topic partition {}",
                       name());
  if (batch.has_producer_id() && batch.base_sequence() < 0)
    return fmt::format(
        "Invalid sequence number {} in record batch with producerId {} in topic "
        "partition {}",
        batch.base_sequence(), batch.producer_id(), name());
  return std::nullopt;
}

// Goes over the records of one batch and collects what is wrong with them.
class RecordsCheck {
 public:
  RecordsCheck(const RecordBatch& batch, const AppendContext& context, RecordForm form)
      : batch_(batch), context_(context), form_(form) {}

  // Nothing when all records are good.
  std::optional<ValidationFailure> run(ByteBuffer& scratch);

  std::int64_t max_timestamp() const { return max_timestamp_; }
  bool offsets_are_consecutive() const { return offsets_are_consecutive_; }

 private:
  void check(const RecordView& record);
  void check_timestamp(const RecordView& record);
  std::string wrong_type_of(const RecordView& record) const;
  template <class MakeMessage>
  void add(ErrorCode error, const MakeMessage& make_message);
  ValidationFailure rejection();

  const RecordBatch& batch_;
  const AppendContext& context_;
  RecordForm form_;
  std::int32_t index_ = 0;
  std::int64_t max_timestamp_ = no_timestamp;
  bool offsets_are_consecutive_ = true;
  std::size_t error_count_ = 0;
  bool any_timestamp_error_ = false;
  std::vector<RecordError> errors_;
};

template <class MakeMessage>
void RecordsCheck::add(ErrorCode error, const MakeMessage& make_message) {
  ++error_count_;
  if (error == ErrorCode::invalid_timestamp) any_timestamp_error_ = true;
  if (errors_.size() < most_record_errors) errors_.push_back({index_, make_message()});
}

std::optional<ValidationFailure> RecordsCheck::run(ByteBuffer& scratch) {
  RecordReader reader(batch_, form_, scratch);
  RecordView record;
  while (reader.next(record)) {
    check(record);
    ++index_;
  }
  if (reader.error()) return failure(reader.error()->error, reader.error()->message);
  if (error_count_ > 0) return rejection();
  return std::nullopt;
}

void RecordsCheck::check(const RecordView& record) {
  const auto errors_before = error_count_;
  if (context_.config.cleanup_policy.compact && !record.key)
    add(ErrorCode::invalid_record, [&] {
      return fmt::format("Compacted topic cannot accept message without key in topic partition {}",
                         partition_name(context_));
    });
  else
    check_timestamp(record);
  if (error_count_ != errors_before) return;
  max_timestamp_ = std::max(max_timestamp_, record.timestamp);
  if (record.offset_delta != index_) offsets_are_consecutive_ = false;
}

std::string RecordsCheck::wrong_type_of(const RecordView& record) const {
  const auto whole = form_ != RecordForm::skipped;
  const auto null_size = whole ? 0 : -1;  // how Kafka prints a missing key or value
  const auto size = [&](const auto& bytes) {
    return bytes ? static_cast<std::int64_t>(bytes->size()) : null_size;
  };
  return fmt::format(
      "Invalid timestamp type in message {}DefaultRecord(offset={}, timestamp={}, key={} bytes, "
      "value={} bytes). Producer should not set timestamp type to LogAppendTime.",
      whole ? "" : "Partial", record.offset, record.timestamp, size(record.key),
      size(record.value));
}

void RecordsCheck::check_timestamp(const RecordView& record) {
  const auto& config = context_.config;
  if (config.message_timestamp_type == TimestampType::create_time &&
      record.timestamp != no_timestamp) {
    const auto now = epoch_ms(context_.now);
    const auto before = config.message_timestamp_before_max_ms;
    const auto after = config.message_timestamp_after_max_ms;
    const auto age = wrapping_subtract(now, record.timestamp);
    if (age > before || wrapping_subtract(0, age) > after)
      add(ErrorCode::invalid_timestamp, [&] {
        return fmt::format(
            "Timestamp {} of message with offset {} is out of range. The timestamp should be "
            "within [{}, {}]",
            record.timestamp, record.offset, wrapping_subtract(now, before),
            wrapping_add(now, after));
      });
  } else if (batch_.timestamp_type() == TimestampType::log_append_time) {
    add(ErrorCode::invalid_timestamp, [&] { return wrong_type_of(record); });
  }
}

ValidationFailure RecordsCheck::rejection() {
  if (any_timestamp_error_)
    return {ErrorCode::invalid_timestamp,
            "One or more records have been rejected due to invalid timestamp", std::move(errors_)};
  auto message = fmt::format(
      "One or more records have been rejected due to {} record errors in total, and only showing "
      "the first three errors at most: [",
      error_count_);
  for (std::size_t i = 0; i < std::min<std::size_t>(errors_.size(), 3); ++i)
    message += fmt::format("{}RecordError(batchIndex={}, message='{}')", i == 0 ? "" : ", ",
                           errors_[i].batch_index, errors_[i].message);
  message += "]";
  return {ErrorCode::invalid_record, std::move(message), std::move(errors_)};
}

// The same records in the topic's codec, numbered from 0. Kafka's builder refuses what it took
// unseen before: a time below that of a record without one, and a producer without an epoch.
boost::system::result<std::vector<std::uint8_t>, StorageError> rebuild(const RecordBatch& batch,
                                                                       RecordForm form,
                                                                       CompressionType codec,
                                                                       const AppendContext& context,
                                                                       ByteBuffer& scratch) {
  auto properties = properties_of(batch);
  properties.base_offset = 0;
  properties.compression = codec;
  properties.compression_level = context.config.compression_level(codec);
  properties.control = false;  // the type of the timestamps is set by the log
  BatchBuilder builder(properties);
  RecordReader reader(batch, form, scratch);
  RecordView record;
  for (Offset offset = 0; reader.next(record); ++offset) {
    if (record.timestamp < no_timestamp)
      return StorageError{ErrorCode::unknown_server_error,
                          fmt::format("Invalid negative timestamp {}", record.timestamp)};
    builder.add_at(offset, record);
  }
  if (batch.producer_id() != no_producer_id && batch.producer_epoch() == no_producer_epoch)
    return StorageError{ErrorCode::unknown_server_error, "Invalid negative producer epoch"};
  return builder.build();
}

Outcome validate_records(const RecordBatch& batch, CompressionType source,
                         const AppendContext& context) {
  const auto target = context.config.compression_type.value_or(source);
  const bool as_it_is = source == target || (source == CompressionType::none && batch.control());
  auto form = RecordForm::whole;
  if (source != CompressionType::none) form = as_it_is ? RecordForm::skipped : RecordForm::stream;

  ByteBuffer scratch;
  RecordsCheck check(batch, context, form);
  if (auto failed = check.run(scratch)) return *std::move(failed);
  // Kafka now tries to rebuild the batch, and fails because it has skipped the keys and values.
  if (form == RecordForm::skipped && !check.offsets_are_consecutive())
    return failure(ErrorCode::unknown_server_error, "key is skipped in PartialDefaultRecord");

  ValidBatch valid;
  valid.original = batch.bytes();
  valid.timestamp_type = context.config.message_timestamp_type;
  valid.max_timestamp = valid.timestamp_type == TimestampType::log_append_time
                            ? epoch_ms(context.now)
                            : check.max_timestamp();
  if (as_it_is) return valid;
  auto rebuilt = rebuild(batch, form, target, context, scratch);
  if (!rebuilt) return failure(rebuilt.error().error, std::move(rebuilt.error().message));
  valid.rebuilt = *std::move(rebuilt);
  const auto limit = context.config.max_message_bytes;
  if (valid.rebuilt.size() > static_cast<std::size_t>(limit))
    return failure(ErrorCode::message_too_large,
                   fmt::format("Message batch size is {} bytes in append to partition {} which "
                               "exceeds the maximum configured size of {}.",
                               valid.rebuilt.size(), partition_name(context), limit));
  return valid;
}

}  // namespace

FirstBatch look_at_first_batch(ByteSpan records) {
  auto taken = take_batch(records);
  if (taken.kind == TakenBatch::Kind::corrupt) return {std::move(taken.error)};
  if (taken.kind == TakenBatch::Kind::end) return {{ErrorCode::none, {}}};
  const auto* const batch = taken.bytes.data();
  // Even the shortest batch that take_batch() finds has attributes.
  return {{ErrorCode::none, {}},
          load_big_endian<std::int8_t>(batch + field::magic) == current_magic &&
              (load_big_endian<std::int16_t>(batch + field::attributes) & transactional_mask) != 0};
}

ProduceRecordsError check_produce_records(ByteSpan records, std::int16_t produce_version) {
  using Scope = ProduceRecordsError::Scope;
  const auto refuse = [&](ErrorCode error, std::string_view rest) {
    return ProduceRecordsError{
        error, Scope::partition,
        fmt::format("Produce requests with version {} {}", produce_version, rest)};
  };
  const auto invalid = [&](std::string_view rest) {
    return refuse(ErrorCode::invalid_record, rest);
  };
  auto first = take_batch(records);
  if (first.kind == TakenBatch::Kind::corrupt)
    return {first.error.error, Scope::request, std::move(first.error.message)};
  if (first.kind == TakenBatch::Kind::end)
    return invalid("must have at least one record batch per partition");
  if (load_big_endian<std::int8_t>(first.bytes.data() + field::magic) != current_magic)
    return invalid("are only allowed to contain record batches with magic version 2");
  const auto codec =
      load_big_endian<std::int16_t>(first.bytes.data() + field::attributes) & compression_mask;
  constexpr auto zstd = static_cast<int>(CompressionType::zstd);
  // From v7 on Kafka does not look at the codec here, and so stumbles later over an unknown one.
  if (produce_version < 7 && codec > zstd)
    return {ErrorCode::unknown_server_error, Scope::request,
            fmt::format("Unknown compression type id: {}", codec)};
  if (produce_version < 7 && codec == zstd)
    return refuse(ErrorCode::unsupported_compression_type,
                  "are not allowed to use ZStandard compression");
  auto second = take_batch(records.subspan(first.bytes.size()));
  if (second.kind == TakenBatch::Kind::corrupt)
    return {second.error.error,
            second.error.error == ErrorCode::corrupt_message ? Scope::partition : Scope::request,
            std::move(second.error.message)};
  if (second.kind == TakenBatch::Kind::batch)
    return invalid("are only allowed to contain exactly one record batch per partition");
  if (first.bytes.size() < field::producer_epoch)
    return {ErrorCode::unknown_server_error, Scope::request,
            "Record batch ends before its producer id"};
  return {};
}

Outcome validate_batch(ByteSpan records, const AppendContext& context) {
  auto taken = take_batch(records);
  if (taken.kind == TakenBatch::Kind::corrupt)
    return failure(taken.error.error, std::move(taken.error.message));
  if (taken.kind == TakenBatch::Kind::end)
    return failure(ErrorCode::invalid_record, "Record batch has no batches at all");
  auto problem = check_header(taken.bytes, context);
  if (problem.error != ErrorCode::none) return failure(problem.error, std::move(problem.message));
  const RecordBatch batch(taken.bytes);
  if (batch.magic() != current_magic)
    return failure(ErrorCode::invalid_record, "Only record batches with magic version 2 are taken");
  const auto source = batch.compression();
  if (!source)
    return failure(
        ErrorCode::unknown_server_error,
        fmt::format("Unknown compression type id: {}", batch.attributes() & compression_mask));
  if (context.origin == AppendOrigin::client)
    if (auto message = header_problem(batch, context))
      return failure(ErrorCode::invalid_record, *std::move(message));
  return validate_records(batch, *source, context);
}

}  // namespace dogear::storage
