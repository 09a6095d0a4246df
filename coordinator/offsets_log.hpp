// The records of __consumer_offsets in Kafka's binary format.
//
//   key    int16 type, then a message that is never flexible
//   value  int16 version, then a message of that version; null is a tombstone
//
//   type  key                                        value
//   0, 1  OffsetCommitKey   group, topic, partition  OffsetCommitValue v0-4 (written: v4 or v1)
//   2     GroupMetadataKey  group                    GroupMetadataValue v0-4 (written: v3)
#pragma once
#include <optional>
#include <string_view>
#include <variant>

#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/slice.hpp"
#include "coordinator/records/group_metadata.hpp"
#include "coordinator/records/offset_commit.hpp"

namespace dogear::coordinator {

struct CoordinatorRecord {
  Slice key;
  std::optional<Slice> value;
};

// The partition of __consumer_offsets, out of `partitions`, that keeps the group.
PartitionIndex partition_for(std::string_view group, std::int32_t partitions);

CoordinatorRecord offset_commit_record(const OffsetCommitKey& key, const OffsetCommitValue& value);
CoordinatorRecord offset_commit_tombstone(const OffsetCommitKey& key);
CoordinatorRecord group_metadata_record(const std::string& group, const GroupMetadataValue& value);
CoordinatorRecord group_metadata_tombstone(const std::string& group);

struct OffsetCommitRecord {
  OffsetCommitKey key;
  std::optional<OffsetCommitValue> value;
};
struct GroupMetadataRecord {
  GroupMetadataKey key;
  std::optional<GroupMetadataValue> value;
};
// A record of a type that is not known here. (Kafka's loader logs and skips such a record.)
struct UnknownRecord {
  std::int16_t type = -1;
};
using ParsedRecord = std::variant<OffsetCommitRecord, GroupMetadataRecord, UnknownRecord>;

// Byte fields share the owner of the record's value. corrupt_message if bytes cannot be parsed.
Result<ParsedRecord> parse(const CoordinatorRecord& record);

// Parses the value of a GroupMetadata record.
Result<GroupMetadataValue> parse_group_metadata(const Slice& value);

}  // namespace dogear::coordinator
