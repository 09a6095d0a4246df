// Groups: committing, fetching and deleting offsets.
#include <utility>

#include "base/seeded_bug.hpp"
#include "base/utf8.hpp"
#include "base/wrapping.hpp"
#include "coordinator/groups.hpp"

namespace dogear::coordinator {
namespace {

constexpr std::int64_t default_retention = -1;

using CommitTopic = protocol::OffsetCommitRequest::Topic;

// An error of the whole request is answered for each partition.
protocol::OffsetCommitResponse refused(const protocol::OffsetCommitRequest& request,
                                       ErrorCode error) {
  protocol::OffsetCommitResponse response;
  for (const auto& topic : request.topics) {
    auto& told = response.topics.emplace_back(topic.name, topic.topic_id);
    for (const auto& partition : topic.partitions)
      told.partitions.push_back({partition.partition_index, error});
  }
  return response;
}

CommittedOffset committed(const CommitTopic& topic, const CommitTopic::Partition& partition,
                          std::int64_t retention_time_ms, BrokerTime now) {
  CommittedOffset offset{.offset = partition.committed_offset,
                         .leader_epoch = partition.committed_leader_epoch,
                         .metadata = partition.committed_metadata.value_or(""),
                         .committed_at = now,
                         .topic_id = topic.topic_id};
  if (retention_time_ms != default_retention)
    offset.expires_at = broker_time(wrapping_add(epoch_ms(now), retention_time_ms));
  return offset;
}

// Whether an offset was committed for a topic of another id. A zero id, stored or asked for,
// matches every topic.
bool is_of_another_topic(const CommittedOffset& offset, const Uuid& asked) {
  return !offset.topic_id.is_zero() && !asked.is_zero() && offset.topic_id != asked;
}

using FetchedTopic = protocol::OffsetFetchResponse::Group::Topics;

FetchedTopic::Partitions fetched(PartitionIndex partition, const CommittedOffset* offset) {
  if (!offset) return {.partition_index = partition, .committed_offset = no_offset};
  return {.partition_index = partition,
          .committed_offset = offset->offset,
          .committed_leader_epoch = offset->leader_epoch,
          .metadata = offset->metadata};
}

std::vector<FetchedTopic> fetched_all(const CommittedOffsets& offsets) {
  std::vector<FetchedTopic> topics;
  offsets.for_each([&](const auto& topic, const auto& by_partition) {
    auto& told = topics.emplace_back(topic);
    by_partition.for_each([&](auto partition, const auto& offset) {
      told.partitions.push_back(fetched(partition, &offset));
    });
  });
  return topics;
}

}  // namespace

ErrorCode Groups::validate_commit(const protocol::OffsetCommitRequest& request,
                                  const Caller& caller) const {
  constexpr protocol::Version knows_group_id_not_found = 9;
  const auto generation = request.generation_id_or_member_epoch;
  const auto* known = find(request.group_id);
  if (!known) {
    if (generation < 0) return ErrorCode::none;
    return caller.version >= knows_group_id_not_found ? ErrorCode::group_id_not_found
                                                      : ErrorCode::illegal_generation;
  }
  const auto& group = known->classic();
  // A commit without a generation comes from an administrator, or from a consumer that uses the
  // group only to store offsets. It needs a group that nobody else uses.
  if (generation < 0 && group.is_empty()) return ErrorCode::none;
  const auto error = group.validate(request.member_id, request.group_instance_id);
  if (error != ErrorCode::none) return error;
  if (generation != group.generation()) return ErrorCode::illegal_generation;
  return group.is(ClassicState::completing_rebalance) ? ErrorCode::rebalance_in_progress
                                                      : ErrorCode::none;
}

protocol::OffsetCommitResponse Groups::commit_offsets(const protocol::OffsetCommitRequest& request,
                                                      const Caller& caller, Turn turn) {
  const auto& id = request.group_id;
  if (const auto error = validate_commit(request, caller); error != ErrorCode::none)
    return refused(request, error);
  if (auto* group = find_for_writing(id)) {
    protocol_on(id, *group, turn).heard_commit_of(request.member_id, caller);
    index(id);
  }
  if (groups_.empty()) skip_idle_checks(turn.now);
  // Kafka makes the simple group before it looks at the metadata: it is there even if nothing is
  // stored.
  const auto is_new_group = !groups_.contains(id);
  if (is_new_group) {
    group(id);
    unwritten_[partition_of(id)].insert(id);
  }

  protocol::OffsetCommitResponse response;
  Records records;
  for (const auto& topic : request.topics) {
    auto& told = response.topics.emplace_back(topic.name, topic.topic_id);
    for (const auto& partition : topic.partitions) {
      const auto index = partition.partition_index;
      const auto& metadata = partition.committed_metadata;
      if (metadata &&
          std::cmp_greater(utf16_length(*metadata), config_.offset_metadata_max_bytes)) {
        told.partitions.push_back({index, ErrorCode::offset_metadata_too_large});
        continue;
      }
      const auto offset = committed(topic, partition, request.retention_time_ms, turn.now);
      records.push_back(offset_commit_record({id, topic.name, index}, to_record(offset)));
      told.partitions.push_back({index, ErrorCode::none});
    }
  }
  if (const auto error = write(id, records, turn); error != ErrorCode::none) {
    if (is_new_group) erase(id);
    return refused(request, error);
  }
  return response;
}

std::optional<protocol::OffsetFetchResponse::Group> Groups::fetch_offsets(
    const protocol::OffsetFetchRequest::Group& request, std::size_t bytes_max) const {
  protocol::OffsetFetchResponse::Group response{.group_id = request.group_id};
  const auto* group = find(request.group_id);
  if (!request.topics) {
    if (group) response.topics = fetched_all(group->durable.offsets);
    return response;
  }
  std::size_t bytes = 0;
  for (const auto& topic : *request.topics) {
    auto& told = response.topics.emplace_back(topic.name, topic.topic_id);
    const auto* of_topic = group ? group->durable.offsets.find(topic.name) : nullptr;
    for (const auto partition : topic.partition_indexes) {
      const auto* offset = of_topic ? of_topic->find(partition) : nullptr;
      if (offset && is_of_another_topic(*offset, topic.topic_id)) offset = nullptr;
      bytes += sizeof(FetchedTopic::Partitions) + (offset ? offset->metadata.size() : 0);
      if (bytes > bytes_max) return std::nullopt;
      told.partitions.push_back(fetched(partition, offset));
    }
  }
  return response;
}

protocol::OffsetDeleteResponse Groups::delete_offsets(const protocol::OffsetDeleteRequest& request,
                                                      Turn turn) {
  const auto& id = request.group_id;
  if (id.empty()) return {.error_code = ErrorCode::invalid_group_id};
  const auto* group = find(id);
  if (!group) return {.error_code = ErrorCode::group_id_not_found};
  const auto& classic = group->classic();
  if (!classic.is_empty() && !classic.uses_consumer_protocol())
    return {.error_code = ErrorCode::non_empty_group};

  protocol::OffsetDeleteResponse response;
  Records records;
  for (const auto& topic : request.topics) {
    const auto error = classic.is_subscribed_to(topic.name) ? ErrorCode::group_subscribed_to_topic
                                                            : ErrorCode::none;
    auto& told = response.topics.emplace_back(topic.name);
    for (const auto& [partition] : topic.partitions) {
      told.partitions.push_back({partition, error});
      if (error != ErrorCode::none) continue;
      if (coordinator::find(group->durable.offsets, topic.name, partition))
        records.push_back(offset_commit_tombstone({id, topic.name, partition}));
    }
  }
  const auto error = write(id, records, turn);
  if (error != ErrorCode::none) return {.error_code = error};
  return response;
}

void Groups::on_topic_deleted(const std::string& topic, const Uuid& id, Turn turn) {
  if (seeded_bug(Bug::forgotten_tombstone)) return;
  std::map<PartitionIndex, Records> records;
  for (const auto& [group_id, group] : groups_) {
    const auto* by_partition = group->durable.offsets.find(topic);
    if (!by_partition) continue;
    by_partition->for_each([&, &group_id = group_id](auto partition, const auto& offset) {
      if (is_of_another_topic(offset, id)) return;
      records[partition_of(group_id)].push_back(
          offset_commit_tombstone({group_id, topic, partition}));
    });
  }
  // Kafka logs a failure and goes on: the offsets stay until they expire.
  for (const auto& [partition, tombstones] : records)
    write_in_parts(turn, *this, partition, tombstones);
}

}  // namespace dogear::coordinator
