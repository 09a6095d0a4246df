#include "offsets_records.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>

#include "coordinator/records/group_metadata.hpp"
#include "coordinator/records/offset_commit.hpp"
#include "protocol/json.hpp"
#include "protocol/message.hpp"
#include "storage/bytes.hpp"
#include "sugar.hpp"

namespace dogear::conversations {
namespace {

namespace json = boost::json;
using protocol::Version;

// The message as JSON, with the number that precedes it (a key's type, a value's version) as
// `head`.
template <class M>
std::optional<json::value> show(const char* head, std::int16_t number, Version version,
                                ByteSpan bytes) {
  if (!M::api.versions.contain(version)) return std::nullopt;
  const auto read = protocol::decode<M>(Slice(bytes), version);
  if (!read) return std::nullopt;
  const auto again = protocol::flattened(protocol::encode(read.message, version));
  if (!std::equal(bytes.begin(), bytes.end(), again.begin(), again.end())) return std::nullopt;
  json::object shown{{head, number}};
  const auto fields = protocol::to_json(read.message, version);
  for (const auto& member : fields.get_object()) shown[member.key()] = member.value();
  return shown;
}

std::optional<json::value> show_key(std::int16_t type, ByteSpan bytes) {
  if (type == 0 || type == 1) return show<coordinator::OffsetCommitKey>("type", type, 0, bytes);
  if (type == 2) return show<coordinator::GroupMetadataKey>("type", type, 0, bytes);
  return std::nullopt;
}

std::optional<json::value> show_value(std::int16_t type, ByteSpan bytes) {
  if (bytes.size() < 2) return std::nullopt;
  const auto version = storage::load_big_endian<std::int16_t>(bytes.data());
  const auto body = bytes.subspan(2);
  if (type < 2) return show<coordinator::OffsetCommitValue>("version", version, version, body);
  auto shown = show<coordinator::GroupMetadataValue>("version", version, version, body);
  if (shown) *shown = with_sugar("__consumer_offsets", *shown);
  return shown;
}

}  // namespace

std::optional<ShownRecord> show_offsets_record(std::optional<ByteSpan> key,
                                               std::optional<ByteSpan> value) {
  if (!key || key->size() < 2) return std::nullopt;
  const auto type = storage::load_big_endian<std::int16_t>(key->data());
  auto shown_key = show_key(type, key->subspan(2));
  if (!shown_key) return std::nullopt;
  auto shown_value = value ? show_value(type, *value) : json::value();
  if (!shown_value) return std::nullopt;
  return ShownRecord{std::move(*shown_key), std::move(*shown_value)};
}

}  // namespace dogear::conversations
