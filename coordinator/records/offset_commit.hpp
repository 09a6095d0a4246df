// OffsetCommitKey (record types 0 and 1) and OffsetCommitValue v0-4, flexible from v4: where a
// group stands in one partition. Kafka 4.3.1 writes type 1 with value v4, or v1 when the commit
// carries an expiry of its own.
#pragma once
#include <cstdint>
#include <string>

#include "base/uuid.hpp"
#include "protocol/visitor.hpp"

namespace dogear::coordinator {

struct OffsetCommitKey {
  static constexpr protocol::Api api{
      .key = 1, .name = "OffsetCommitKey", .versions = protocol::only(0)};

  std::string group;
  std::string topic;
  std::int32_t partition = 0;

  static void fields(auto& io, auto& self) {
    io("group", self.group);
    io("topic", self.topic);
    io("partition", self.partition);
  }
};

struct OffsetCommitValue {
  static constexpr protocol::Api api{.key = 1,
                                     .name = "OffsetCommitValue",
                                     .versions = protocol::between(0, 4),
                                     .flexible_since = 4};

  std::int64_t offset = 0;
  std::int32_t leader_epoch = -1;
  std::string metadata;
  std::int64_t commit_timestamp = 0;
  std::int64_t expire_timestamp = -1;
  Uuid topic_id;

  static void fields(auto& io, auto& self) {
    io("offset", self.offset);
    io("leaderEpoch", self.leader_epoch, protocol::since(3));
    io("metadata", self.metadata);
    io("commitTimestamp", self.commit_timestamp);
    io("expireTimestamp", self.expire_timestamp, protocol::only(1));
    io("topicId", self.topic_id, protocol::since(4), protocol::tag(0));
  }
};

}  // namespace dogear::coordinator
