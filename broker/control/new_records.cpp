#include "broker/control/new_records.hpp"

#include <limits>
#include <map>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "broker/control/java_partitioner.hpp"
#include "protocol/base64.hpp"

namespace dogear::broker::control {
namespace {

namespace json = boost::json;

constexpr std::size_t batch_bytes_max = 16'384;

// {"base64":"…"} and nothing else.
const json::string* base64_in(const json::value& value) {
  const auto* object = value.if_object();
  const auto* text = object && object->size() == 1 ? object->if_contains("base64") : nullptr;
  return text ? text->if_string() : nullptr;
}

std::optional<std::string> bytes_in(const json::value* value, std::string_view name,
                                    RequestReader& reader) {
  if (!value || value->is_null()) return std::nullopt;
  if (value->is_string()) return std::string(value->get_string());
  const auto* text = base64_in(*value);
  if (!text) return json::serialize(*value);
  auto bytes = protocol::from_base64(*text);
  if (!bytes) reader.refuse(name, "is not base64");
  return bytes;
}

void read_headers(RequestReader& reader, NewRecord& record) {
  const auto* headers = reader.value("headers");
  if (headers && headers->is_object()) {
    for (const auto& header : headers->get_object())
      record.headers.emplace_back(header.key(), bytes_in(&header.value(), "headers", reader));
    return;
  }
  reader.each("headers", [&](RequestReader& header) {
    header.require("key");
    auto key = header.text("key").value_or("");
    record.headers.emplace_back(std::move(key), bytes_in(header.value("value"), "value", header));
  });
}

void add(storage::BatchBuilder& builder, const NewRecord& record) {
  const auto bytes = [](const std::optional<std::string>& text) {
    return text ? std::optional(bytes_of(*text)) : std::nullopt;
  };
  std::vector<storage::HeaderView> headers;
  for (const auto& [key, value] : record.headers) headers.push_back({bytes_of(key), bytes(value)});
  builder.add(record.timestamp, bytes(record.key), bytes(record.value), headers);
}

}  // namespace

std::vector<NewRecord> read_records(RequestReader& reader, BrokerTime now) {
  std::vector<NewRecord> records;
  reader.require("records");
  reader.each("records", [&](RequestReader& element) {
    auto& record = records.emplace_back();
    record.key = bytes_in(element.value("key"), "key", element);
    record.value = bytes_in(element.value("value"), "value", element);
    const auto partition =
        element.number("partition", 0, std::numeric_limits<PartitionIndex>::max());
    if (partition) record.partition = static_cast<PartitionIndex>(*partition);
    record.timestamp = epoch_ms(element.instant("timestamp").value_or(now));
    read_headers(element, record);
  });
  return records;
}

std::optional<Problem> place(std::vector<NewRecord>& records, std::int32_t partitions) {
  PartitionIndex next = 0;
  for (std::size_t i = 0; i < records.size(); ++i) {
    auto& [partition, key, value, headers, timestamp] = records[i];
    if (partition && *partition >= partitions)
      return Problem{400, "Bad Request", fmt::format("the topic has {} partitions", partitions),
                     fmt::format("records[{}].partition", i)};
    if (partition) continue;
    partition = key ? partition_for_key(bytes_of(*key), partitions) : next++ % partitions;
  }
  return std::nullopt;
}

std::vector<NewBatch> batches_of(const std::vector<NewRecord>& records) {
  std::vector<NewBatch> batches;
  std::map<PartitionIndex, std::size_t> open;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const auto partition = *records[i].partition;
    const auto found = open.find(partition);
    const bool fits =
        found != open.end() && batches[found->second].builder.uncompressed_size() < batch_bytes_max;
    if (!fits) {
      open[partition] = batches.size();
      batches.emplace_back().partition = partition;
    }
    auto& batch = batches[open[partition]];
    batch.positions.push_back(i);
    add(batch.builder, records[i]);
  }
  return batches;
}

}  // namespace dogear::broker::control
