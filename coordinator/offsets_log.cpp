#include "coordinator/offsets_log.hpp"

#include <limits>

#include "base/big_endian.hpp"
#include "base/utf8.hpp"
#include "protocol/message.hpp"

namespace dogear::coordinator {
namespace {

constexpr std::int16_t legacy_offset_commit_type = 0;
constexpr std::int16_t offset_commit_type = OffsetCommitKey::api.key;
constexpr std::int16_t group_metadata_type = GroupMetadataKey::api.key;
constexpr protocol::Version key_version = 0;

constexpr protocol::Version offset_commit_version = 4;
constexpr protocol::Version offset_commit_version_with_expiry = 1;
constexpr protocol::Version group_metadata_version = 3;

// Empty when a text in it is too long to be written.
template <class M>
Slice prefixed(std::int16_t prefix, const M& message, protocol::Version version) {
  protocol::Encoder encoder(version, M::api.flexible(version));
  encoder.put_int16(prefix);
  protocol::encode_into(encoder, message);
  const auto chain = encoder.finish();
  return chain.empty() ? Slice{} : chain.front().retained();
}

template <class Key>
Slice key_bytes(const Key& key) {
  return prefixed(Key::api.key, key, key_version);
}

std::optional<std::int16_t> prefix_of(const Slice& slice) {
  if (slice.size() < 2) return std::nullopt;
  return load_big_endian<std::int16_t>(slice.data());
}

template <class M>
Result<M> read(const Slice& slice, protocol::Version version) {
  if (!M::api.versions.contain(version)) return ErrorCode::corrupt_message;
  auto decoded = protocol::decode<M>(slice.sub(2, slice.size() - 2), version);
  if (!decoded) return ErrorCode::corrupt_message;
  return std::move(decoded.message);
}

template <class Value>
Result<Value> read_value(const Slice& value) {
  const auto version = prefix_of(value);
  if (!version) return ErrorCode::corrupt_message;
  return read<Value>(value, *version);
}

template <class Parsed, class Key, class Value>
Result<ParsedRecord> parse_as(const CoordinatorRecord& record) {
  Parsed parsed;
  auto key = read<Key>(record.key, key_version);
  if (!key) return key.error();
  parsed.key = std::move(*key);
  if (!record.value) return ParsedRecord{std::move(parsed)};
  auto value = read_value<Value>(*record.value);
  if (!value) return value.error();
  parsed.value = std::move(*value);
  return ParsedRecord{std::move(parsed)};
}

}  // namespace

PartitionIndex partition_for(std::string_view group, std::int32_t partitions) {
  const auto hash = java_hash(group);
  // Kafka's Utils.abs: the one number without a positive counterpart counts as 0.
  const auto positive = hash == std::numeric_limits<std::int32_t>::min() ? 0 : std::abs(hash);
  return positive % partitions;
}

CoordinatorRecord offset_commit_record(const OffsetCommitKey& key, const OffsetCommitValue& value) {
  const auto version = value.expire_timestamp == no_timestamp ? offset_commit_version
                                                              : offset_commit_version_with_expiry;
  return {key_bytes(key), prefixed(version, value, version)};
}

CoordinatorRecord offset_commit_tombstone(const OffsetCommitKey& key) {
  return {key_bytes(key), std::nullopt};
}

CoordinatorRecord group_metadata_record(const std::string& group, const GroupMetadataValue& value) {
  return {key_bytes(GroupMetadataKey{group}),
          prefixed(group_metadata_version, value, group_metadata_version)};
}

CoordinatorRecord group_metadata_tombstone(const std::string& group) {
  return {key_bytes(GroupMetadataKey{group}), std::nullopt};
}

Result<ParsedRecord> parse(const CoordinatorRecord& record) {
  const auto type = prefix_of(record.key);
  if (!type) return ErrorCode::corrupt_message;
  switch (*type) {
    case legacy_offset_commit_type:
    case offset_commit_type:
      return parse_as<OffsetCommitRecord, OffsetCommitKey, OffsetCommitValue>(record);
    case group_metadata_type:
      return parse_as<GroupMetadataRecord, GroupMetadataKey, GroupMetadataValue>(record);
    default:
      return ParsedRecord{UnknownRecord{*type}};
  }
}

Result<GroupMetadataValue> parse_group_metadata(const Slice& value) {
  return read_value<GroupMetadataValue>(value);
}

}  // namespace dogear::coordinator
