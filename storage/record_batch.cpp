#include "storage/record_batch.hpp"

#include <limits>

#include <fmt/format.h>

#include "storage/compression.hpp"
#include "storage/crc32c.hpp"

namespace dogear::storage {
namespace {

// The least length of a record of the oldest magic; less is corrupt in any.
constexpr std::int32_t smallest_length = 14;

constexpr std::int64_t sequence_max = std::numeric_limits<std::int32_t>::max();
std::int32_t wrapped(std::int64_t sequence) { return static_cast<std::int32_t>(sequence); }

std::uint32_t compute_crc(ByteSpan batch) { return crc32c(batch.subspan(field::attributes)); }

}  // namespace

// An unchecked batch may have any numbers, so these wrap, as Java's do.
std::int32_t increment_sequence(std::int32_t sequence, std::int32_t increment) {
  if (sequence > wrapped(sequence_max - increment))
    return wrapped(increment - (sequence_max - sequence) - 1);
  return wrapped(std::int64_t{sequence} + increment);
}

std::int32_t decrement_sequence(std::int32_t sequence, std::int32_t decrement) {
  if (sequence < decrement) return wrapped(sequence_max - (std::int64_t{decrement} - sequence) + 1);
  return wrapped(std::int64_t{sequence} - decrement);
}

std::int32_t RecordBatch::last_sequence() const {
  const auto first = base_sequence();
  return first == no_sequence ? no_sequence : increment_sequence(first, last_offset_delta());
}

std::optional<CompressionType> RecordBatch::compression() const {
  const auto id = attributes() & compression_mask;
  if (id > static_cast<int>(CompressionType::zstd)) return std::nullopt;
  return static_cast<CompressionType>(id);
}

TimestampType RecordBatch::timestamp_type() const {
  return (attributes() & timestamp_type_mask) != 0 ? TimestampType::log_append_time
                                                   : TimestampType::create_time;
}

std::optional<std::int64_t> RecordBatch::delete_horizon_ms() const {
  if ((attributes() & delete_horizon_mask) == 0) return std::nullopt;
  return base_timestamp();
}

bool RecordBatch::crc_matches() const { return crc() == compute_crc(bytes_); }

std::string RecordBatch::to_string() const {
  auto text = fmt::format("batch {}..{} epoch {} {} records {} bytes", base_offset(), last_offset(),
                          leader_epoch(), count(), size());
  if (compressed()) text += fmt::format(" {}", name_of(compression().value_or(CompressionType{})));
  if (timestamp_type() == TimestampType::log_append_time) text += " log-append-time";
  if (has_producer_id())
    text += fmt::format(" producer {}/{} seq {}", producer_id(), producer_epoch(), base_sequence());
  if (transactional()) text += " transactional";
  if (control()) text += " control";
  if (const auto horizon = delete_horizon_ms()) text += fmt::format(" horizon {}", *horizon);
  return text;
}

void set_base_offset(std::uint8_t* batch, Offset base_offset) {
  store_big_endian(batch + field::base_offset, base_offset);
}

void set_leader_epoch(std::uint8_t* batch, LeaderEpoch epoch) {
  store_big_endian(batch + field::leader_epoch, epoch);
}

void set_max_timestamp(std::uint8_t* batch, std::size_t size, TimestampType type,
                       std::int64_t max_timestamp) {
  const RecordBatch view(ByteSpan{batch, size});
  if (view.timestamp_type() == type && view.max_timestamp() == max_timestamp) return;
  // Kafka rebuilds the attributes from the bits that it knows.
  auto attributes =
      static_cast<std::int16_t>(view.attributes() & (compression_mask | transactional_mask |
                                                     control_mask | delete_horizon_mask));
  if (type == TimestampType::log_append_time) attributes |= timestamp_type_mask;
  store_big_endian(batch + field::attributes, attributes);
  store_big_endian(batch + field::max_timestamp, max_timestamp);
  store_big_endian(batch + field::crc, compute_crc(view.bytes()));
}

TakenBatch take_batch(ByteSpan records) {
  constexpr auto header_up_to_magic = field::magic + 1;
  constexpr auto longest_length =
      std::numeric_limits<std::int32_t>::max() - static_cast<std::int32_t>(log_overhead);
  const auto corrupt = [](ErrorCode error, std::string message) {
    return TakenBatch{TakenBatch::Kind::corrupt, {}, {error, std::move(message)}};
  };
  if (records.size() < log_overhead) return {};
  const auto length = load_big_endian<std::int32_t>(records.data() + field::length);
  if (length < smallest_length)
    return corrupt(ErrorCode::corrupt_message,
                   fmt::format("Record size {} is less than the minimum record overhead ({})",
                               length, smallest_length));
  if (records.size() < header_up_to_magic) return {};
  const auto magic = load_big_endian<std::int8_t>(records.data() + field::magic);
  if (magic < 0 || magic > current_magic)
    return corrupt(ErrorCode::corrupt_message,
                   fmt::format("Invalid magic found in record: {}", magic));
  // Kafka's sum of these wraps around.
  if (length > longest_length)
    return corrupt(ErrorCode::unknown_server_error,
                   fmt::format("Record size {} is too large", length));
  const auto size = log_overhead + static_cast<std::size_t>(length);
  if (size > records.size()) return {};
  return {TakenBatch::Kind::batch, records.first(size), {}};
}

}  // namespace dogear::storage
