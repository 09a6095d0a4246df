#include "broker/topics/log_upkeep.hpp"

#include "broker/cluster.hpp"
#include "storage/compaction.hpp"
#include "storage/maintenance.hpp"
#include "storage/retention.hpp"

namespace dogear::broker {
namespace {

storage::MaintenanceConfig maintenance_config(const Cluster& cluster) {
  const auto& config = cluster.config;
  return {.started = cluster.started,
          .log_initial_task_delay = config.log_initial_task_delay,
          .log_retention_check_interval = config.log_retention_check_interval,
          .log_cleaner_enable = config.log_cleaner_enable,
          .log_cleaner_backoff = config.log_cleaner_backoff,
          .producer_id_expiration = config.producer_id_expiration,
          .producer_id_expiration_check_interval = config.producer_id_expiration_check_interval};
}

// A later append never makes retention due earlier; a producer that came with it may expire before.
bool expires_before(const Cluster& cluster, const storage::PartitionLog& log, BrokerTime upkeep_due,
                    BrokerTime now) {
  const auto expiry = storage::next_producer_expiry(log, maintenance_config(cluster), now);
  return expiry && *expiry < upkeep_due;
}

}  // namespace

void LogUpkeep::appended(Cluster& cluster, const storage::Topic& topic,
                         storage::Partition& partition, PartitionIndex index, Rolled rolled,
                         BrokerTime now) {
  if (partition.upkeep_due && rolled == Rolled::no &&
      !storage::exceeds_retention_bytes(*partition.log, topic.config) &&
      !expires_before(cluster, *partition.log, *partition.upkeep_due, now))
    return;
  // Internal topics are compacted by size and not by time, so that a million commits stay small
  // even while broker time stands still.
  if (topic.internal() && storage::should_compact(*partition.log, topic.config, now))
    storage::compact(partition.log.write(), topic.config, now);
  cluster.upkeep.watch(cluster, topic, partition, index, now);
}

void LogUpkeep::log_start_moved(Cluster& cluster, const storage::Topic& topic,
                                storage::Partition& partition, PartitionIndex index,
                                BrokerTime now) {
  cluster.upkeep.watch(cluster, topic, partition, index, now);
}

void LogUpkeep::configured(Cluster& cluster, storage::Topic& topic, BrokerTime now) {
  PartitionIndex index = 0;
  for (auto& partition : topic.partitions)
    cluster.upkeep.watch(cluster, topic, partition, index++, now);
}

void LogUpkeep::deleted(Cluster& cluster, const storage::Topic& topic) {
  PartitionIndex index = 0;
  for (const auto& partition : topic.partitions) {
    if (partition.upkeep_due)
      cluster.upkeep.due_.write().erase({*partition.upkeep_due, {topic.name, index}});
    ++index;
  }
}

void LogUpkeep::watch(const Cluster& cluster, const storage::Topic& topic,
                      storage::Partition& partition, PartitionIndex index, BrokerTime now) {
  const TopicPartition log{topic.name, index};
  const auto due =
      storage::next_maintenance(*partition.log, topic.config, maintenance_config(cluster), now);
  if (due == partition.upkeep_due) return;
  if (partition.upkeep_due) due_.write().erase({*partition.upkeep_due, log});
  partition.upkeep_due = due;
  if (due) due_.write().emplace(*due, log);
}

void LogUpkeep::do_one(Cluster& cluster, BrokerTime now) {
  const auto first = cluster.upkeep.next_deadline();
  if (!first || *first > now) return;
  auto& due = cluster.upkeep.due_.write();
  const auto log = due.extract(due.begin()).value().second;
  auto& topic = cluster.topics.write(log.topic);
  auto& partition = *topic.partition(log.partition);
  partition.upkeep_due.reset();
  const auto done =
      storage::maintain(partition.log.write(), topic.config, maintenance_config(cluster), now);
  if (done.deleted_segments > 0 || done.compacted) cluster.changes.changed(partition.changed);
  cluster.upkeep.watch(cluster, topic, partition, log.partition, now);
}

ErrorCode LogUpkeep::compact(Cluster& cluster, const TopicPartition& which, BrokerTime now) {
  auto& topic = cluster.topics.write(which.topic);
  auto& partition = *topic.partition(which.partition);
  auto& log = partition.log.write();
  if (!log.active_segment().empty()) log.roll(now);
  const auto done = storage::compact(log, topic.config, now);
  cluster.changes.changed(partition.changed);
  cluster.upkeep.watch(cluster, topic, partition, which.partition, now);
  return done.error;
}

std::size_t LogUpkeep::apply_retention(Cluster& cluster, const TopicPartition& which,
                                       BrokerTime now) {
  auto& topic = cluster.topics.write(which.topic);
  auto& partition = *topic.partition(which.partition);
  const auto deleted = storage::delete_old_segments(partition.log.write(), topic.config, now);
  if (deleted > 0) cluster.changes.changed(partition.changed);
  cluster.upkeep.watch(cluster, topic, partition, which.partition, now);
  return deleted;
}

std::optional<BrokerTime> LogUpkeep::next_deadline() const {
  if (due_->empty()) return std::nullopt;
  return due_->begin()->first;
}

}  // namespace dogear::broker
