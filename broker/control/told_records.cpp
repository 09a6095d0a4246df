#include "broker/control/told_records.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include "base/utf8.hpp"
#include "broker/control/told_group_records.hpp"
#include "broker/topics/offsets_topic.hpp"
#include "protocol/base64.hpp"

namespace dogear::broker::control {
namespace {

namespace json = boost::json;

// The key of a control record is int16 version, int16 type; the value of an end marker int16
// version, int32 coordinator epoch.
void tell_marker(const storage::RecordView& record, json::object& told) {
  constexpr std::size_t prefix_bytes = 2;
  constexpr std::int16_t abort = 0;
  constexpr std::int16_t commit = 1;
  if (!record.key || record.key->size() < prefix_bytes + sizeof(std::int16_t)) return;
  const auto type = storage::load_big_endian<std::int16_t>(record.key->data() + prefix_bytes);
  told["control"] = type == abort    ? std::string("ABORT")
                    : type == commit ? std::string("COMMIT")
                                     : fmt::format("{}", type);
  if (record.value && record.value->size() >= prefix_bytes + sizeof(std::int32_t))
    told["coordinatorEpoch"] =
        storage::load_big_endian<std::int32_t>(record.value->data() + prefix_bytes);
}

json::array told_headers(const storage::RecordView& record) {
  json::array headers;
  storage::HeaderReader reader(record);
  for (storage::HeaderView header; reader.next(header);)
    headers.push_back(json::object{{"key", repaired_utf8(text_of(header.key))},
                                   {"value", told_bytes(header.value)}});
  return headers;
}

void tell_content(const storage::Topic& topic, const storage::RecordView& record,
                  json::object& told) {
  if (topic.name == offsets_topic_name && tell_group_record(record, told)) return;
  told["key"] = told_bytes(record.key);
  told["value"] = told_bytes(record.value);
}

}  // namespace

json::value told_bytes(const std::optional<ByteSpan>& bytes) {
  if (!bytes) return nullptr;
  const auto text = text_of(*bytes);
  if (repaired_utf8(text) == text) return json::string(text);
  return json::object{{"base64", protocol::to_base64(*bytes)}};
}

json::object told_record(const storage::Topic& topic, PartitionIndex index,
                         const storage::RecordBatch& batch, const storage::RecordView& record) {
  json::object told{
      {"partition", index}, {"offset", record.offset}, {"timestamp", record.timestamp}};
  if (batch.control())
    tell_marker(record, told);
  else
    tell_content(topic, record, told);
  told["headers"] = told_headers(record);
  told["leaderEpoch"] = batch.leader_epoch();
  if (!batch.has_producer_id()) return told;
  told["producerId"] = batch.producer_id();
  told["producerEpoch"] = batch.producer_epoch();
  if (batch.base_sequence() != storage::no_sequence)
    told["sequence"] = storage::increment_sequence(batch.base_sequence(), record.offset_delta);
  told["transactional"] = batch.transactional();
  return told;
}

}  // namespace dogear::broker::control
