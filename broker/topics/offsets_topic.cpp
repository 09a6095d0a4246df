#include "broker/topics/offsets_topic.hpp"

#include "base/seeded_bug.hpp"
#include "storage/batch_builder.hpp"

namespace dogear::broker {
namespace {

std::vector<std::uint8_t> batch_of(std::span<const coordinator::CoordinatorRecord> records,
                                   storage::CompressionType compression, BrokerTime now) {
  storage::BatchProperties properties;
  properties.compression = compression;
  properties.compression_level = storage::default_level(compression);
  properties.base_sequence = 0;  // what Kafka's coordinators leave in a batch without a producer
  storage::BatchBuilder batch(properties);
  for (const auto& record : records)
    batch.add(epoch_ms(now), record.key.bytes(),
              record.value ? std::optional(record.value->bytes()) : std::nullopt);
  return batch.build();
}

}  // namespace

ErrorCode OffsetsTopicLog::append(PartitionIndex index,
                                  std::span<const coordinator::CoordinatorRecord> records,
                                  BrokerTime now) {
  const auto* known = cluster_.topics.find(offsets_topic_name);
  if (!known || !known->partition(index)) return ErrorCode::not_coordinator;
  if (seeded_bug(Bug::commit_not_durable) && records.size() > 2) return ErrorCode::none;
  auto& topic = cluster_.topics.write(offsets_topic_name);
  auto& partition = *topic.partition(index);
  const auto codec =
      static_cast<storage::CompressionType>(cluster_.config.offsets_topic_compression_codec);
  const auto batch = batch_of(records, codec, now);
  const auto result =
      partition.log.write().append(batch, {.origin = storage::AppendOrigin::coordinator,
                                           .leader_epoch = partition.leader_epoch,
                                           .now = now,
                                           .config = topic.config,
                                           .topic = topic.name,
                                           .partition = index});
  if (!result) {
    if (result.error().rolled)
      LogUpkeep::appended(cluster_, topic, partition, index, LogUpkeep::Rolled::yes, now);
    cluster_.log.warning(result.error().message);
    return result.error().error;
  }
  cluster_.changes.changed(partition.changed);
  LogUpkeep::appended(cluster_, topic, partition, index,
                      result->rolled ? LogUpkeep::Rolled::yes : LogUpkeep::Rolled::no, now);
  return ErrorCode::none;
}

std::size_t OffsetsTopicLog::max_batch_bytes() const {
  const auto* topic = cluster_.topics.find(offsets_topic_name);
  return topic ? static_cast<std::size_t>(topic->config.max_message_bytes) : 0;
}

coordinator::GroupConfig group_config(const BrokerConfig& config) {
  return {.group_min_session_timeout = config.group_min_session_timeout,
          .group_max_session_timeout = config.group_max_session_timeout,
          .group_initial_rebalance_delay = config.group_initial_rebalance_delay,
          .group_max_size = config.group_max_size,
          .offset_metadata_max_bytes = config.offset_metadata_max_bytes,
          .offsets_retention = config.offsets_retention,
          .offsets_retention_check_interval = config.offsets_retention_check_interval,
          .offsets_topic_num_partitions = config.offsets_topic_num_partitions};
}

std::optional<NodeId> coordinator_of(const Cluster& cluster, const std::string& group) {
  const auto* topic = cluster.topics.find(offsets_topic_name);
  if (!topic) return std::nullopt;
  const auto index = coordinator::partition_for(group, cluster.config.offsets_topic_num_partitions);
  const auto* partition = topic->partition(index);
  return partition ? std::optional(partition->leader) : std::nullopt;
}

ErrorCode check_coordinator(const Cluster& cluster, const Call& call, const std::string& group) {
  return coordinator_of(cluster, group) == call.peer.node ? ErrorCode::none
                                                          : ErrorCode::not_coordinator;
}

ErrorCode check_named_group(const Cluster& cluster, const Call& call, const std::string& group) {
  return group.empty() ? ErrorCode::invalid_group_id : check_coordinator(cluster, call, group);
}

coordinator::Caller caller_of(const Call& call) {
  return {.version = call.version,
          .client_id = call.client_id,
          .client_host = call.peer.client_host,
          .connection = call.peer.connection};
}

}  // namespace dogear::broker
