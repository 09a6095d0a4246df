#include "broker/control/told_group_records.hpp"

#include <boost/json/array.hpp>

#include "broker/control/told_records.hpp"
#include "coordinator/offsets_log.hpp"
#include "coordinator/records/consumer_protocol.hpp"
#include "protocol/base64.hpp"
#include "protocol/message.hpp"
#include "storage/bytes.hpp"

namespace dogear::broker::control {
namespace {

namespace json = boost::json;
using coordinator::CoordinatorRecord;

std::int16_t prefix_of(const Slice& bytes) {
  return storage::load_big_endian<std::int16_t>(bytes.data());
}

template <class M>
json::object told_value(const M& message, const Slice& bytes) {
  const auto version = prefix_of(bytes);
  return {{"version", version}, {"data", protocol::to_json(message, version)}};
}

void decode_members(json::object& value, const coordinator::GroupMetadataValue& metadata) {
  auto& members = value.at("data").at("members").as_array();
  for (std::size_t i = 0; i < members.size(); ++i) {
    auto& member = members[i].as_object();
    member["subscription"] = told_subscription(metadata.members[i].subscription);
    member["assignment"] = told_assignment(metadata.members[i].assignment);
  }
}

struct Teller {
  const CoordinatorRecord& record;
  json::object& told;

  template <class Key>
  void tell_key(const Key& key) {
    told["key"] = json::object{{"type", prefix_of(record.key)},
                               {"data", protocol::to_json(key, protocol::Version{0})}};
  }
  bool operator()(const coordinator::OffsetCommitRecord& commit) {
    tell_key(commit.key);
    told["value"] = nullptr;
    if (commit.value) told["value"] = told_value(*commit.value, *record.value);
    return true;
  }
  bool operator()(const coordinator::GroupMetadataRecord& metadata) {
    tell_key(metadata.key);
    told["value"] = nullptr;
    if (!metadata.value) return true;
    auto value = told_value(*metadata.value, *record.value);
    decode_members(value, *metadata.value);
    told["value"] = std::move(value);
    return true;
  }
  bool operator()(const coordinator::UnknownRecord&) { return false; }
};

}  // namespace

bool tell_group_record(const storage::RecordView& view, json::object& told) {
  if (!view.key) return false;
  CoordinatorRecord record{Slice(*view.key), std::nullopt};
  if (view.value) record.value = Slice(*view.value);
  const auto parsed = coordinator::parse(record);
  return parsed && std::visit(Teller{record, told}, *parsed);
}

json::value told_subscription(const Slice& metadata) {
  const auto topics = coordinator::subscribed_topics(metadata);
  if (!topics) return told_bytes(metadata.bytes());
  return json::array(topics->begin(), topics->end());
}

json::value told_assignment(const Slice& assignment) {
  if (assignment.empty()) return json::array();
  const auto topics = coordinator::assigned_partitions(assignment);
  if (!topics) return told_bytes(assignment.bytes());
  json::array list;
  for (const auto& [topic, partitions] : *topics)
    list.push_back(json::object{{"topic", topic},
                                {"partitions", json::array(partitions.begin(), partitions.end())}});
  return list;
}

}  // namespace dogear::broker::control
