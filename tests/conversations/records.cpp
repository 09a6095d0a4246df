#include "records.hpp"

#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>

#include "offsets_records.hpp"
#include "script.hpp"
#include "storage/batch_builder.hpp"
#include "storage/crc32c.hpp"
#include "storage/record_reader.hpp"
#include "sugar.hpp"

namespace dogear::conversations {
namespace {

namespace json = boost::json;
namespace field = storage::field;
using storage::BatchBuilder;
using storage::BatchProperties;
using storage::CompressionType;
using storage::RecordBatch;
using Bytes = std::vector<std::uint8_t>;

constexpr CompressionType codecs[] = {CompressionType::none, CompressionType::gzip,
                                      CompressionType::snappy, CompressionType::lz4,
                                      CompressionType::zstd};

// --- from JSON

// Reads the members of an object and counts them, so that a misspelt one is noticed.
class Members {
 public:
  Members(const json::object& object, std::string what) : object_(object), what_(std::move(what)) {}

  const json::value* find(std::string_view name) {
    const auto* value = object_.if_contains(name);
    if (value) ++read_;
    return value;
  }
  std::int64_t number(std::string_view name, std::int64_t otherwise) {
    const auto* value = find(name);
    if (!value) return otherwise;
    if (!value->is_int64()) throw ScriptError(std::string(name) + " is not a number");
    return value->get_int64();
  }
  bool flag(std::string_view name) {
    const auto* value = find(name);
    return value && value->as_bool();
  }
  std::optional<Bytes> bytes(std::string_view name) {
    const auto* value = find(name);
    if (!value || value->is_null()) return std::nullopt;
    return bytes_from(*value);
  }
  void finish() const {
    if (read_ != object_.size()) throw ScriptError(what_ + " with a member that means nothing");
  }

 private:
  const json::object& object_;
  std::string what_;
  std::size_t read_ = 0;
};

std::optional<ByteSpan> span_of(const std::optional<Bytes>& bytes) {
  if (!bytes) return std::nullopt;
  return ByteSpan(*bytes);
}

void add_record(BatchBuilder& builder, const json::value& json, std::int64_t now) {
  Members members(json.as_object(), "a record");
  const auto key = members.bytes("key");
  const auto value = members.bytes("value");
  const auto timestamp = members.number("timestamp", now);
  std::vector<std::pair<Bytes, std::optional<Bytes>>> owned;
  if (const auto* headers = members.find("headers"))
    for (const auto& header : headers->as_array()) {
      const auto& pair = header.as_array();
      owned.emplace_back(bytes_from(pair.at(0)), pair.at(1).is_null()
                                                     ? std::nullopt
                                                     : std::optional(bytes_from(pair.at(1))));
    }
  std::vector<storage::HeaderView> headers;
  for (const auto& [name, content] : owned) headers.push_back({name, span_of(content)});
  const auto times = members.number("times", 1);
  members.finish();
  for (std::int64_t i = 0; i < times; ++i)
    builder.add(timestamp, span_of(key), span_of(value), headers);
}

CompressionType codec_named(const json::value& name) {
  for (const auto codec : codecs)
    if (name.as_string() == storage::name_of(codec)) return codec;
  throw ScriptError("no codec of that name");
}

BatchProperties properties_from(Members& members, std::int64_t now) {
  BatchProperties properties;
  if (const auto* codec = members.find("codec")) properties.compression = codec_named(*codec);
  properties.compression_level = storage::default_level(properties.compression);
  properties.base_offset = members.number("baseOffset", 0);
  properties.leader_epoch = static_cast<LeaderEpoch>(members.number("leaderEpoch", no_epoch));
  properties.producer_id = members.number("producerId", no_producer_id);
  properties.producer_epoch = static_cast<ProducerEpoch>(members.number("producerEpoch", -1));
  properties.base_sequence = static_cast<std::int32_t>(members.number("baseSequence", -1));
  properties.transactional = members.flag("transactional");
  properties.control = members.flag("control");
  if (const auto* type = members.find("timestampType");
      type && type->as_string() == "LogAppendTime") {
    properties.timestamp_type = storage::TimestampType::log_append_time;
    properties.log_append_time = now;
  }
  return properties;
}

// Overwrites a header field with the value that "batch" gives for it, if it gives one.
template <class Int>
void overwrite(Bytes& batch, std::size_t at, Members& members, std::string_view name) {
  const auto old = storage::load_big_endian<Int>(batch.data() + at);
  storage::store_big_endian(batch.data() + at, static_cast<Int>(members.number(name, old)));
}
void overwrite_header(Bytes& batch, Members& members) {
  if (const auto payload = members.bytes("recordBytes")) {
    batch.resize(storage::batch_overhead);
    batch.insert(batch.end(), payload->begin(), payload->end());
    storage::store_big_endian(batch.data() + field::length,
                              static_cast<std::int32_t>(batch.size() - storage::log_overhead));
  }
  overwrite<std::int32_t>(batch, field::length, members, "length");
  overwrite<std::int8_t>(batch, field::magic, members, "magic");
  overwrite<std::int16_t>(batch, field::attributes, members, "attributes");
  overwrite<std::int32_t>(batch, field::last_offset_delta, members, "lastOffsetDelta");
  overwrite<std::int64_t>(batch, field::base_timestamp, members, "baseTimestamp");
  overwrite<std::int64_t>(batch, field::max_timestamp, members, "maxTimestamp");
  overwrite<std::int32_t>(batch, field::count, members, "count");
  const auto crc = storage::crc32c(ByteSpan(batch).subspan(field::attributes));
  storage::store_big_endian(batch.data() + field::crc, crc);
  overwrite<std::uint32_t>(batch, field::crc, members, "crc");
}

Bytes batch_from(const json::value& json, std::int64_t now) {
  if (json.as_object().contains("hex")) return bytes_from(json);
  Members outer(json.as_object(), "a batch");
  static const json::object nothing;
  const auto* head = outer.find("batch");
  Members members(head ? head->as_object() : nothing, "\"batch\"");
  BatchBuilder builder(properties_from(members, now));
  if (const auto* records = outer.find("records"))
    for (const auto& record : records->as_array()) add_record(builder, record, now);
  outer.finish();
  auto bytes = builder.build();
  overwrite_header(bytes, members);
  members.finish();
  return bytes;
}

// --- to JSON

json::value shown_or_null(const std::optional<ByteSpan>& bytes) {
  return bytes ? shown(*bytes) : json::value();
}

json::object show_record(const storage::RecordView& record) {
  json::object shown_record{{"offset", record.offset}, {"timestamp", record.timestamp}};
  auto known = show_offsets_record(record.key, record.value);
  shown_record["key"] = known ? std::move(known->key) : shown_or_null(record.key);
  shown_record["value"] = known ? std::move(known->value) : shown_or_null(record.value);
  json::array headers;
  storage::HeaderReader reader(record);
  for (storage::HeaderView header; reader.next(header);)
    headers.push_back(json::array{shown(header.key), shown_or_null(header.value)});
  if (!headers.empty()) shown_record["headers"] = std::move(headers);
  return shown_record;
}

json::object show_header(const RecordBatch& batch, std::int64_t max_timestamp) {
  json::object head{{"baseOffset", batch.base_offset()},
                    {"lastOffset", batch.last_offset()},
                    {"leaderEpoch", batch.leader_epoch()}};
  if (batch.compressed()) {
    const auto name = storage::name_of(batch.compression().value_or(CompressionType::none));
    head["codec"] = json::string_view(name.data(), name.size());
  }
  if (batch.timestamp_type() == storage::TimestampType::log_append_time)
    head["timestampType"] = "LogAppendTime";
  if (batch.max_timestamp() != max_timestamp) head["maxTimestamp"] = batch.max_timestamp();
  if (batch.has_producer_id()) {
    head["producerId"] = batch.producer_id();
    head["producerEpoch"] = batch.producer_epoch();
  }
  if (batch.base_sequence() != storage::no_sequence) head["baseSequence"] = batch.base_sequence();
  if (batch.transactional()) head["transactional"] = true;
  if (batch.control()) head["control"] = true;
  if (const auto horizon = batch.delete_horizon_ms()) head["deleteHorizon"] = *horizon;
  if (!batch.crc_matches()) head["crc"] = "wrong";
  // Shows whether the broker stored the batch as it was sent.
  head["sizeInBytes"] = batch.size();
  return head;
}

json::value show_batch(const RecordBatch& batch) {
  json::array records;
  auto max_timestamp = no_timestamp;
  const auto readable = storage::for_each_record(batch, [&](const storage::RecordView& record) {
    max_timestamp = std::max(max_timestamp, record.timestamp);
    records.push_back(show_record(record));
  });
  json::object shown_batch{{"batch", show_header(batch, max_timestamp)},
                           {"records", std::move(records)}};
  if (!readable) shown_batch["hex"] = to_hex(batch.bytes());
  return shown_batch;
}

}  // namespace

Bytes records_from(const json::value& batches, std::int64_t now) {
  Bytes bytes;
  for (const auto& batch : batches.as_array()) {
    const auto next = batch_from(batch, now);
    bytes.insert(bytes.end(), next.begin(), next.end());
  }
  return bytes;
}

json::value show_records(ByteSpan bytes) {
  json::array batches;
  auto left = bytes.size();
  storage::for_each_batch(bytes, [&](const RecordBatch& batch) {
    batches.push_back(show_batch(batch));
    left -= batch.size();
  });
  // Kafka cuts the last batch wherever the limit falls.
  if (left > 0) batches.push_back(json::object{{"cutAfterBytes", left}});
  return batches;
}

}  // namespace dogear::conversations
