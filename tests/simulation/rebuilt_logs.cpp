#include "rebuilt_logs.hpp"

#include <algorithm>
#include <string>

namespace dogear::simulation {
namespace {

using storage::RecordBatch;

struct Log {
  const std::string& topic;
  const storage::Partition& partition;
  const storage::PartitionLog& log;
  BrokerTime now;
  Millis producer_expiration;
  Findings& findings;
};

void check_segments(const Log& it) {
  const auto& log = it.log;
  auto next = log.segments().front()->base_offset();
  it.findings.require(next <= log.log_start_offset(), "{}: begins at {}, behind its start {}",
                      it.topic, next, log.log_start_offset());
  for (const auto& segment : log.segments()) {
    std::size_t bytes = 0;
    auto max_timestamp = no_timestamp;
    it.findings.require(segment->base_offset() >= next, "{}: a segment begins at {}, before {}",
                        it.topic, segment->base_offset(), next);
    next = segment->base_offset();
    segment->for_each_batch([&](const RecordBatch& batch) {
      it.findings.require(batch.base_offset() >= next && batch.crc_matches(),
                          "{}: a batch at {} is not whole, or not at {}", it.topic,
                          batch.base_offset(), next);
      next = batch.next_offset();
      bytes += batch.size();
      max_timestamp = std::max(max_timestamp, batch.max_timestamp());
    });
    it.findings.require(bytes == segment->size() && max_timestamp == segment->max_timestamp(),
                        "{}: the segment from {} has {} bytes up to time {}, and says {} and {}",
                        it.topic, segment->base_offset(), bytes, max_timestamp, segment->size(),
                        segment->max_timestamp());
  }
  it.findings.require(next <= log.log_end_offset(), "{}: batches up to {}, the end is {}", it.topic,
                      next, log.log_end_offset());
}

void check_epochs(const Log& it) {
  const auto& epochs = it.log.epochs();
  const auto& entries = epochs.entries();
  const auto latest = epochs.latest().value_or(no_epoch);
  it.findings.require(latest <= it.partition.leader_epoch, "{}: epoch {} is above the leader's {}",
                      it.topic, latest, it.partition.leader_epoch);
  it.findings.require(entries.empty() || entries.front().start_offset >= it.log.log_start_offset(),
                      "{}: epoch {} begins before the log's start {}", it.topic,
                      entries.empty() ? no_epoch : entries.front().epoch,
                      it.log.log_start_offset());
  for (const auto& segment : it.log.segments())
    segment->for_each_batch([&](const RecordBatch& batch) {
      if (batch.last_offset() < it.log.log_start_offset()) return;
      const auto known = epochs.epoch_at(batch.last_offset());
      it.findings.require(known == batch.leader_epoch(),
                          "{}: offset {} was written in epoch {}, not {}", it.topic,
                          batch.last_offset(), batch.leader_epoch(), known.value_or(no_epoch));
    });
}

// The log must know every producer of whom it has a batch, with its last one, unless that is so old
// that the producer has expired.
void check_producers(const Log& it) {
  storage::ProducerState rebuilt;
  for (const auto& segment : it.log.segments())
    segment->for_each_batch([&](const RecordBatch& batch) { rebuilt.update(batch); });
  for (const auto& [id, from_log] : rebuilt.producers()) {
    const auto* known = it.log.producers().find(id);
    const auto expired =
        epoch_ms(it.now) - from_log.last_timestamp() >= it.producer_expiration.count();
    const auto same = known && known->epoch() == from_log.epoch() &&
                      known->last_sequence() == from_log.last_sequence() &&
                      known->last().last_offset == from_log.last().last_offset;
    it.findings.require(same || (!known && expired),
                        "{}: producer {} is not known as its last batch says", it.topic, id);
  }
}

}  // namespace

void RebuiltLogs::observe(const storage::Topics& topics, BrokerTime now, Millis producer_expiration,
                          Findings& findings) {
  for (const auto& [name, topic] : topics.by_name()) {
    TopicPartition partition_name{name, 0};
    for (const auto& partition : topic->partitions) {
      const auto& log = *partition.log;
      const Seen seen{
          topic->id,  log.log_start_offset(), log.log_end_offset(), log.first_dirty_offset(),
          log.size(), partition.leader_epoch};
      auto& before = seen_[partition_name];
      ++partition_name.partition;
      if (seen == before) continue;
      before = seen;
      const Log it{name, partition, log, now, producer_expiration, findings};
      check_segments(it);
      check_epochs(it);
      if (!topic->internal()) check_producers(it);
    }
  }
}

}  // namespace dogear::simulation
