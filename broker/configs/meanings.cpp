#include "broker/configs/meanings.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace dogear::broker {
namespace {

using storage::CompressionType;
using storage::TimestampType;
using storage::TopicConfig;

void assign(bool& member, const ConfigValue& value) { member = std::get<bool>(value); }
void assign(double& member, const ConfigValue& value) { member = std::get<double>(value); }

template <std::integral Int>
void assign(Int& member, const ConfigValue& value) {
  member = static_cast<Int>(std::get<std::int64_t>(value));
}

// Longer ones are forever, too, but added to a time they would overflow.
constexpr Millis longest = Millis::max() / 4;

template <class Period>
void assign(std::chrono::duration<std::int64_t, Period>& member, const ConfigValue& value) {
  using Duration = std::chrono::duration<std::int64_t, Period>;
  const auto most = std::chrono::duration_cast<Duration>(longest);
  member = std::min(Duration(std::get<std::int64_t>(value)), most);
}

void assign(storage::CleanupPolicy& member, const ConfigValue& value) {
  const auto& words = std::get<std::vector<std::string>>(value);
  const auto has = [&](std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  member = {.compact = has("compact"), .del = has("delete")};
}

void assign(std::optional<CompressionType>& member, const ConfigValue& value) {
  constexpr std::array<std::string_view, 5> names{"uncompressed", "gzip", "snappy", "lz4", "zstd"};
  const auto name = std::find(names.begin(), names.end(), std::get<std::string>(value));
  member.reset();
  if (name != names.end()) member = static_cast<CompressionType>(name - names.begin());
}

void assign(TimestampType& member, const ConfigValue& value) {
  const bool append = std::get<std::string>(value) == "LogAppendTime";
  member = append ? TimestampType::log_append_time : TimestampType::create_time;
}

template <auto Member, class Struct>
void set(Struct& config, const ConfigValue& value) {
  assign(config.*Member, value);
}

using B = BrokerConfig;
constexpr BrokerMeaning broker_table[] = {
    {"auto.create.topics.enable", set<&B::auto_create_topics_enable>},
    {"connections.max.idle.ms", set<&B::connections_max_idle>},
    {"controller.quota.window.num", set<&B::controller_quota_window_num>},
    {"controller.quota.window.size.seconds", set<&B::controller_quota_window_size>},
    {"default.replication.factor", set<&B::default_replication_factor>},
    {"delete.topic.enable", set<&B::delete_topic_enable>},
    {"fetch.max.bytes", set<&B::fetch_max_bytes>},
    {"group.initial.rebalance.delay.ms", set<&B::group_initial_rebalance_delay>},
    {"group.max.session.timeout.ms", set<&B::group_max_session_timeout>},
    {"group.max.size", set<&B::group_max_size>},
    {"group.min.session.timeout.ms", set<&B::group_min_session_timeout>},
    {"log.cleaner.backoff.ms", set<&B::log_cleaner_backoff>},
    {"log.cleaner.enable", set<&B::log_cleaner_enable>},
    {"log.initial.task.delay.ms", set<&B::log_initial_task_delay>},
    {"log.retention.check.interval.ms", set<&B::log_retention_check_interval>},
    {"max.incremental.fetch.session.cache.slots",
     set<&B::max_incremental_fetch_session_cache_slots>},
    {"max.request.partition.size.limit", set<&B::max_request_partition_size_limit>},
    {"num.partitions", set<&B::num_partitions>},
    {"offset.metadata.max.bytes", set<&B::offset_metadata_max_bytes>},
    {"offsets.retention.check.interval.ms", set<&B::offsets_retention_check_interval>},
    {"offsets.retention.minutes", set<&B::offsets_retention>},
    {"offsets.topic.compression.codec", set<&B::offsets_topic_compression_codec>},
    {"offsets.topic.num.partitions", set<&B::offsets_topic_num_partitions>},
    {"producer.id.expiration.check.interval.ms", set<&B::producer_id_expiration_check_interval>},
    {"producer.id.expiration.ms", set<&B::producer_id_expiration>},
    {"quota.window.num", set<&B::quota_window_num>},
    {"quota.window.size.seconds", set<&B::quota_window_size>},
    {"socket.request.max.bytes", set<&B::socket_request_max_bytes>},
};

// internal.segment.bytes comes last because it overrides segment.bytes. It is Kafka's own config
// for tests, without a lower limit.
using T = TopicConfig;
constexpr TopicMeaning topic_table[] = {
    {"cleanup.policy", set<&T::cleanup_policy>, Effect::acts},
    {"compression.gzip.level", set<&T::compression_gzip_level>, Effect::acts},
    {"compression.lz4.level", set<&T::compression_lz4_level>, Effect::acts},
    {"compression.type", set<&T::compression_type>, Effect::acts},
    {"compression.zstd.level", set<&T::compression_zstd_level>, Effect::acts},
    {"delete.retention.ms", set<&T::delete_retention_ms>, Effect::acts},
    {"file.delete.delay.ms", set<&T::file_delete_delay_ms>, Effect::none},
    {"flush.messages", set<&T::flush_messages>, Effect::none},
    {"flush.ms", set<&T::flush_ms>, Effect::none},
    {"index.interval.bytes", set<&T::index_interval_bytes>, Effect::none},
    {"local.retention.bytes", set<&T::local_retention_bytes>, Effect::none},
    {"local.retention.ms", set<&T::local_retention_ms>, Effect::none},
    {"max.compaction.lag.ms", set<&T::max_compaction_lag_ms>, Effect::acts},
    {"max.message.bytes", set<&T::max_message_bytes>, Effect::acts},
    {"message.timestamp.after.max.ms", set<&T::message_timestamp_after_max_ms>, Effect::acts},
    {"message.timestamp.before.max.ms", set<&T::message_timestamp_before_max_ms>, Effect::acts},
    {"message.timestamp.type", set<&T::message_timestamp_type>, Effect::acts},
    {"min.cleanable.dirty.ratio", set<&T::min_cleanable_dirty_ratio>, Effect::acts},
    {"min.compaction.lag.ms", set<&T::min_compaction_lag_ms>, Effect::acts},
    // Which replicas count as eligible leaders; never more are needed in sync than there are.
    // By it replicas become eligible leaders; no produce ever lacks replicas in sync.
    {"min.insync.replicas", set<&T::min_insync_replicas>, Effect::acts},
    {"preallocate", set<&T::preallocate>, Effect::none},
    {"remote.storage.enable", set<&T::remote_storage_enable>, Effect::none},
    {"retention.bytes", set<&T::retention_bytes>, Effect::acts},
    {"retention.ms", set<&T::retention_ms>, Effect::acts},
    {"segment.bytes", set<&T::segment_bytes>, Effect::acts},
    {"segment.index.bytes", set<&T::segment_index_bytes>, Effect::none},
    {"segment.jitter.ms", set<&T::segment_jitter_ms>, Effect::none},
    {"segment.ms", set<&T::segment_ms>, Effect::acts},
    {"unclean.leader.election.enable", set<&T::unclean_leader_election_enable>, Effect::none},
    {"internal.segment.bytes", set<&T::segment_bytes>, Effect::acts},
};

}  // namespace

std::span<const BrokerMeaning> broker_meanings() { return broker_table; }
std::span<const TopicMeaning> topic_meanings() { return topic_table; }

}  // namespace dogear::broker
