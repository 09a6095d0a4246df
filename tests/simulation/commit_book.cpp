#include "commit_book.hpp"

#include <algorithm>
#include <charconv>

#include "broker/topics/offsets_topic.hpp"
#include "storage/record_reader.hpp"

namespace dogear::simulation {
namespace {

using coordinator::CommittedOffset;
using coordinator::CoordinatorRecord;
using coordinator::OffsetCommitRecord;

CommitId id_of(const std::string& metadata) {
  CommitId id = ~CommitId{0};
  if (metadata.empty()) return id;
  std::from_chars(metadata.data() + 1, metadata.data() + metadata.size(), id);
  return id;
}

CoordinatorRecord record_of(const storage::RecordView& view) {
  CoordinatorRecord record{Slice::copy_of(view.key.value_or(ByteSpan{})), std::nullopt};
  if (view.value) record.value = Slice::copy_of(*view.value);
  return record;
}

}  // namespace

std::string metadata_of(CommitId id) { return fmt::format("c{}", id); }

struct CommitBook::Observed {
  const broker::Cluster& cluster;
  const SentCommits& sent;
  const Deletions& deletions;
  BrokerTime now;
  Findings& findings;

  Millis retention() const { return cluster.groups.config().offsets_retention; }
};

void CommitBook::observe(const broker::Cluster& cluster, const SentCommits& sent,
                         const Deletions& deletions, BrokerTime now, Findings& findings) {
  const Observed observed{cluster, sent, deletions, now, findings};
  const auto* topic = cluster.topics.find(broker::offsets_topic_name);
  if (!topic || topic->id != topic_) {
    const auto rebuilds = rebuilds_;
    *this = {};
    rebuilds_ = rebuilds;
    rebuilt_.emplace(cluster.groups.config(), Seed{}, cluster.started);
  }
  if (topic) follow(observed, *topic);
  compare(observed);
  look_for_overdue(observed);
  look_for_orphans(observed);
  note_empty_groups(observed);
}

void CommitBook::follow(const Observed& observed, const storage::Topic& topic) {
  topic_ = topic.id;
  logs_.resize(topic.partitions.size());
  auto compacted = false;
  for (std::size_t i = 0; i < logs_.size(); ++i) {
    const auto& log = *topic.partitions[i].log;
    auto& known = logs_[i];
    if (log.log_end_offset() > known.end) replay_tail(observed, log, known);
    const auto bytes = log.size();
    compacted |= bytes != known.bytes || log.first_dirty_offset() != known.first_dirty;
    known.bytes = bytes;
    known.first_dirty = log.first_dirty_offset();
  }
  if (!compacted) return;
  // Replayed from its beginning, the compacted log must still give the same state.
  ++rebuilds_;
  rebuilt_.emplace(observed.cluster.groups.config(), Seed{}, observed.cluster.started);
  for (const auto& partition : topic.partitions)
    for (const auto& segment : partition.log->segments())
      segment->for_each_batch([&](const storage::RecordBatch& batch) {
        storage::for_each_record(batch,
                                 [&](const auto& view) { rebuilt_->replay(record_of(view)); });
      });
}

void CommitBook::replay_tail(const Observed& observed, const storage::PartitionLog& log,
                             Log& known) {
  while (known.end < log.log_end_offset()) {
    const auto read =
        log.read(known.end, log.high_watermark(), 1U << 20U, storage::MinOneMessage::yes);
    if (!read || read->size == 0) return;
    for (const auto& slice : read->slices)
      storage::for_each_batch(slice.bytes(), [&](const storage::RecordBatch& batch) {
        storage::for_each_record(batch, [&](const auto& view) {
          const auto record = record_of(view);
          explain(observed, record);
          rebuilt_->replay(record);
        });
        known.end = batch.next_offset();
        known.bytes += batch.size();
      });
  }
}

void CommitBook::explain(const Observed& observed, const CoordinatorRecord& record) {
  const auto parsed = coordinator::parse(record);
  if (!parsed) return observed.findings.fail("a record of __consumer_offsets cannot be read");
  if (const auto* commit = std::get_if<OffsetCommitRecord>(&*parsed))
    return commit->value ? explain_commit(observed, *commit)
                         : explain_tombstone(observed, commit->key);
}

void CommitBook::explain_commit(const Observed& observed, const OffsetCommitRecord& record) {
  const auto id = id_of(record.value->metadata);
  const auto* sent = observed.sent.find(id);
  observed.findings.require(
      sent && sent->group == record.key.group && sent->offset == record.value->offset &&
          sent->partition == TopicPartition{record.key.topic, record.key.partition},
      "{} of {}-{} is committed at {}, which nobody asked for", record.key.group, record.key.topic,
      record.key.partition, record.value->offset);
  applied_.insert(id);
}

void CommitBook::explain_tombstone(const Observed& observed,
                                   const coordinator::OffsetCommitKey& key) {
  const auto& [group, topic, partition] = key;
  const auto& deletions = observed.deletions;
  if (deletions.groups.contains(group) || deletions.topics.contains(topic) ||
      deletions.offsets.contains({group, {topic, partition}}))
    return;
  const auto* known = rebuilt_->find(group);
  const auto* offset =
      known ? coordinator::find(known->durable.offsets, topic, partition) : nullptr;
  if (!offset)
    return observed.findings.fail("a tombstone for {} of {}-{}, which has no offset", group, topic,
                                  partition);
  auto base = offset->committed_at;
  if (const auto empty = empty_since_.find(group); empty != empty_since_.end())
    base = std::min(base, empty->second);
  observed.findings.require(observed.now - base >= observed.retention(),
                            "the offset of {} in {}-{} expired {} ms after its commit", group,
                            topic, partition, (observed.now - base).count());
}

void CommitBook::compare(const Observed& observed) const {
  const auto& groups = observed.cluster.groups.all();
  for (const auto& [id, group] : groups) {
    const auto* rebuilt = rebuilt_->find(id);
    const auto same = rebuilt ? rebuilt->durable == group->durable : group->durable.empty();
    observed.findings.require(same, "{} rebuilt from __consumer_offsets is another", id);
  }
  for (const auto& [id, group] : rebuilt_->all())
    observed.findings.require(group->durable.empty() || groups.contains(id),
                              "__consumer_offsets knows the group {}, the coordinator does not",
                              id);
}

// The broker looks for expired offsets at intervals: after one interval they must be gone. A moved
// coordinator finds a group as it was recorded, which may be empty since long before.
void CommitBook::look_for_overdue(const Observed& observed) const {
  const auto latest =
      observed.retention() + observed.cluster.groups.config().offsets_retention_check_interval;
  for (const auto& [id, group] : observed.cluster.groups.all()) {
    const auto& classic = group->classic();
    if (!classic.is_empty()) continue;
    const auto since = classic.protocol_type() ? classic.state_since() : std::nullopt;
    const auto used = last_used_.find(id);
    coordinator::for_each(group->durable.offsets, [&, &id = id](const auto& topic, auto partition,
                                                                const CommittedOffset& offset) {
      auto from = since.value_or(offset.committed_at);
      if (used != last_used_.end()) from = std::max(from, used->second);
      const auto age = observed.now - from;
      observed.findings.require(age < latest, "the offset of {} in {}-{} lives on after {} ms", id,
                                topic, partition, age.count());
    });
  }
}

// When a topic is deleted, so are the offsets that groups have committed in it.
void CommitBook::look_for_orphans(const Observed& observed) const {
  for (const auto& [id, group] : observed.cluster.groups.all())
    coordinator::for_each(group->durable.offsets, [&, &id = id](const auto& topic, auto partition,
                                                                const CommittedOffset& offset) {
      const auto* found = observed.cluster.topics.find(topic);
      observed.findings.require(found && found->id == offset.topic_id,
                                "{} has an offset in {}-{}, which was deleted", id, topic,
                                partition);
    });
}

void CommitBook::note_empty_groups(const Observed& observed) {
  empty_since_.clear();
  for (const auto& [id, group] : observed.cluster.groups.all()) {
    const auto& classic = group->classic();
    if (!classic.is_empty())
      last_used_[id] = observed.now;
    else if (classic.state_since())
      empty_since_[id] = *classic.state_since();
  }
}

Offset CommitBook::offset_of(const std::string& group, const TopicPartition& partition) const {
  const auto* known = rebuilt_ ? rebuilt_->find(group) : nullptr;
  const auto* offset =
      known ? coordinator::find(known->durable.offsets, partition.topic, partition.partition)
            : nullptr;
  return offset ? offset->offset : no_offset;
}

void CommitBook::answered(CommitId id, bool accepted, Findings& findings) const {
  const auto is_there = applied_.contains(id);
  findings.require(!accepted || is_there, "commit {} was acknowledged and is not in the log", id);
  findings.require(accepted || !is_there, "commit {} was refused and is in the log", id);
}

}  // namespace dogear::simulation
