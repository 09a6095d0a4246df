#include "ledger.hpp"

#include <algorithm>
#include <charconv>

namespace dogear::simulation {
namespace {

using storage::RecordBatch;
using storage::RecordView;

std::string name_of(const TopicPartition& partition) {
  return fmt::format("{}-{}", partition.topic, partition.partition);
}

}  // namespace

RecordId id_of(const RecordView& record) {
  storage::HeaderView header;
  storage::HeaderReader headers(record);
  RecordId id = ~RecordId{0};
  if (!headers.next(header) || !header.value) return id;
  const auto text = text_of(*header.value);
  std::from_chars(text.data(), text.data() + text.size(), id);
  return id;
}

struct Ledger::Observed {
  const TopicPartition& name;
  const storage::TopicConfig& config;
  const storage::PartitionLog& log;
  const Sendings& sendings;
  BrokerTime now;
  Millis producer_expiration;
  Findings& findings;
};

void Ledger::observe(const storage::Topics& topics, const Sendings& sendings, BrokerTime now,
                     Millis producer_expiration, Findings& findings) {
  for (const auto& [topic_name, topic] : topics.by_name()) {
    if (topic->internal()) continue;
    TopicPartition name{topic_name, 0};
    for (const auto& partition : topic->partitions) {
      const auto& log = *partition.log;
      auto& known = partition_of(name, topic->id);
      const Observed observed{name, topic->config,       log,     sendings,
                              now,  producer_expiration, findings};
      known.compacted |= topic->config.cleanup_policy.compact;
      if (log.log_end_offset() > static_cast<Offset>(known.kept.size())) read_tail(observed, known);
      findings.require(log.log_end_offset() == static_cast<Offset>(known.kept.size()),
                       "{} ends at {}, but had {} records", name_of(name), log.log_end_offset(),
                       known.kept.size());
      if (findings.any()) return;  // what follows relies on knowing every offset of the log
      if (log.log_start_offset() != known.start) explain_start(observed, known);
      const auto bytes = log.size();
      if (bytes != known.bytes || log.first_dirty_offset() != known.first_dirty)
        explain_holes(observed, known);
      known.bytes = bytes;
      known.first_dirty = log.first_dirty_offset();
      ++name.partition;
    }
  }
  // A topic that is gone takes its records with it.
  std::erase_if(partitions_, [&](const auto& entry) {
    const auto* topic = topics.find(entry.first.topic);
    return !topic || topic->id != entry.second.topic;
  });
}

Ledger::Partition& Ledger::partition_of(const TopicPartition& name, const Uuid& topic) {
  auto& known = partitions_[name];
  if (known.topic != topic) known = Partition{.topic = topic};
  return known;
}

void Ledger::read_tail(const Observed& observed, Partition& partition) {
  for (auto at = static_cast<Offset>(partition.kept.size()); at < observed.log.log_end_offset();) {
    const auto read = observed.log.read(at, observed.log.high_watermark(), 1U << 20U,
                                        storage::MinOneMessage::yes);
    if (!read || read->size == 0) return;
    for (const auto& slice : read->slices)
      storage::for_each_batch(slice.bytes(), [&](const RecordBatch& batch) {
        partition.bytes += batch.size();
        storage::for_each_record(
            batch, [&](const RecordView& record) { take_record(observed, partition, record); });
      });
    if (observed.findings.any()) return;
    at = static_cast<Offset>(partition.kept.size());
  }
}

void Ledger::take_record(const Observed& observed, Partition& partition, const RecordView& record) {
  auto& findings = observed.findings;
  const auto id = id_of(record);
  const auto* sent = observed.sendings.find(id);
  findings.require(sent && sent->partition == observed.name,
                   "{} offset {} holds record {}, which nobody sent there", name_of(observed.name),
                   record.offset, id);
  if (findings.any()) return;
  const auto twin = std::find_if(partition.kept.begin(), partition.kept.end(),
                                 [&](const Kept& kept) { return kept.id == id; });
  // A batch that is sent again after its producer id has expired is appended again, as in Kafka.
  const auto allowed = twin == partition.kept.end() || epoch_ms(observed.now) - twin->timestamp >=
                                                           observed.producer_expiration.count();
  findings.require(allowed, "record {} is at {} and again at {} of {}", id,
                   twin - partition.kept.begin(), record.offset, name_of(observed.name));
  partition.kept.push_back({id, record.timestamp});
}

void Ledger::explain_start(const Observed& observed, Partition& partition) {
  const auto start = observed.log.log_start_offset();
  observed.findings.require(start > partition.start, "{}'s start went back from {} to {}",
                            name_of(observed.name), partition.start, start);
  const auto& config = observed.config;
  for (auto at = partition.start; at < start; ++at) {
    auto& kept = partition.kept[static_cast<std::size_t>(at)];
    const auto old =
        config.retention_ms >= 0 && epoch_ms(observed.now) - kept.timestamp > config.retention_ms;
    const auto retired = config.cleanup_policy.del && (old || config.retention_bytes >= 0);
    observed.findings.require(
        kept.gone || at < partition.asked_start || retired,
        "{} begins at {}: offset {} is neither deleted, asked for up to {}, nor old",
        name_of(observed.name), start, at, partition.asked_start);
    kept.gone = true;
  }
  partition.start = start;
}

void Ledger::explain_holes(const Observed& observed, Partition& partition) {
  std::vector<bool> there(partition.kept.size());
  for (const auto& segment : observed.log.segments())
    segment->for_each_batch([&](const RecordBatch& batch) {
      storage::for_each_record(batch, [&](const RecordView& record) {
        there[static_cast<std::size_t>(record.offset)] = true;
      });
    });
  for (auto at = static_cast<std::size_t>(partition.start); at < there.size(); ++at) {
    auto& kept = partition.kept[at];
    if (there[at] || kept.gone) continue;
    const auto offset = static_cast<Offset>(at);
    observed.findings.require(
        partition.compacted && (has_successor(partition, offset, observed.sendings) ||
                                observed.sendings.find(kept.id)->tombstone),
        "{} has lost offset {}, the last of its key", name_of(observed.name), offset);
    kept.gone = true;
  }
}

bool Ledger::has_successor(const Partition& partition, Offset offset,
                           const Sendings& sendings) const {
  const auto key = [&](const Kept& kept) { return sendings.find(kept.id)->key; };
  const auto begin = partition.kept.begin() + offset;
  return std::any_of(begin + 1, partition.kept.end(),
                     [&](const Kept& later) { return key(later) == key(*begin); });
}

void Ledger::trim_asked(const TopicPartition& partition, Offset before) {
  const auto found = partitions_.find(partition);
  if (found == partitions_.end()) return;
  found->second.asked_start = std::max(found->second.asked_start, before);
}

void Ledger::acknowledged(const TopicPartition& partition, const Uuid& topic, Offset base,
                          const std::vector<RecordId>& ids, Findings& findings) const {
  const auto found = partitions_.find(partition);
  // Told of a topic that has been deleted since.
  if (found == partitions_.end() || found->second.topic != topic) return;
  const auto& kept = found->second.kept;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto at = static_cast<std::size_t>(base) + i;
    findings.require(base >= 0 && at < kept.size() && kept[at].id == ids[i],
                     "record {} was acknowledged at {} of {}, where it is not", ids[i], at,
                     name_of(partition));
  }
}

Offset Ledger::read(const TopicPartition& partition, const Uuid& topic, Offset from,
                    const protocol::Records& batches, Findings& findings) const {
  const auto found = partitions_.find(partition);
  if (found == partitions_.end() || found->second.topic != topic) return from;
  const auto& kept = found->second.kept;
  auto next = from;
  std::vector<std::uint8_t> bytes;
  for (const auto& slice : batches.slices)
    bytes.insert(bytes.end(), slice.data(), slice.data() + slice.size());
  storage::for_each_batch(bytes, [&](const RecordBatch& batch) {
    const auto expect = [&](Offset until) {
      for (; next < until; ++next)
        findings.require(static_cast<std::size_t>(next) < kept.size() &&
                             kept[static_cast<std::size_t>(next)].gone,
                         "a reader of {} was not given offset {}", name_of(partition), next);
    };
    storage::for_each_record(batch, [&](const RecordView& record) {
      if (record.offset < from || findings.any()) return;
      expect(record.offset);
      const auto at = static_cast<std::size_t>(record.offset);
      findings.require(at < kept.size() && kept[at].id == id_of(record),
                       "a reader of {} was given record {} at {}, where it is not",
                       name_of(partition), id_of(record), record.offset);
      next = record.offset + 1;
    });
    expect(batch.next_offset());
  });
  return next;
}

void Ledger::expect_nothing_from(const TopicPartition& partition, Offset offset,
                                 Findings& findings) const {
  const auto found = partitions_.find(partition);
  if (found == partitions_.end()) return;
  const auto& kept = found->second.kept;
  for (auto at = static_cast<std::size_t>(offset); at < kept.size(); ++at)
    findings.require(kept[at].gone, "a reader of {} was never given offset {}", name_of(partition),
                     at);
}

Offset Ledger::start_of(const TopicPartition& partition) const {
  const auto found = partitions_.find(partition);
  return found == partitions_.end() ? 0 : found->second.start;
}

Offset Ledger::end_of(const TopicPartition& partition) const {
  const auto found = partitions_.find(partition);
  return found == partitions_.end() ? 0 : static_cast<Offset>(found->second.kept.size());
}

}  // namespace dogear::simulation
