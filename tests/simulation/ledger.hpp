// Checks the records of all topics. It follows the logs batch by batch and knows every record that
// was sent. A record in a log must have been sent to that partition and stand nowhere else; one
// that was acknowledged must stand at the offset that its producer was told; one that is gone must
// have been deleted by DeleteRecords, retention or compaction.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "findings.hpp"
#include "protocol/records.hpp"
#include "storage/record_reader.hpp"
#include "storage/topics.hpp"

namespace dogear::simulation {

using RecordId = std::uint32_t;

struct SentRecord {
  TopicPartition partition;
  bool tombstone = false;
  std::uint8_t key = 0;
};

// All records that were sent. Each has a number of its own, sent in a header.
class Sendings {
 public:
  RecordId add(SentRecord record) {
    records_.push_back(std::move(record));
    return static_cast<RecordId>(records_.size() - 1);
  }
  // Null if no record has this number.
  const SentRecord* find(RecordId id) const {
    return id < records_.size() ? &records_[id] : nullptr;
  }

 private:
  std::vector<SentRecord> records_;
};

class Ledger {
 public:
  // Reads what has been appended to the logs, and checks what is gone from them.
  void observe(const storage::Topics& topics, const Sendings& sendings, BrokerTime now,
               Millis producer_expiration, Findings& findings);

  // A client has asked DeleteRecords for this.
  void trim_asked(const TopicPartition& partition, Offset before);
  // A producer was told that its batch begins there.
  void acknowledged(const TopicPartition& partition, const Uuid& topic, Offset base,
                    const std::vector<RecordId>& ids, Findings& findings) const;
  // A client that fetched from `from` on was given these batches. Returns its next offset.
  Offset read(const TopicPartition& partition, const Uuid& topic, Offset from,
              const protocol::Records& batches, Findings& findings) const;

  // A client has read up to this offset, and Fetch gives it nothing more.
  void expect_nothing_from(const TopicPartition& partition, Offset offset,
                           Findings& findings) const;

  // The first offset, and the one after the last.
  Offset start_of(const TopicPartition& partition) const;
  Offset end_of(const TopicPartition& partition) const;

 private:
  struct Kept {
    RecordId id = 0;
    std::int64_t timestamp = 0;
    bool gone = false;
  };
  struct Partition {
    Uuid topic;
    Offset start = 0;
    Offset asked_start = 0;  // the highest that DeleteRecords asked for
    std::size_t bytes = 0;
    Offset first_dirty = 0;  // what compaction has not seen
    std::vector<Kept> kept;  // by offset
    bool compacted = false;  // at any time
  };
  struct Observed;

  Partition& partition_of(const TopicPartition& name, const Uuid& topic);
  void read_tail(const Observed& observed, Partition& partition);
  void take_record(const Observed& observed, Partition& partition,
                   const storage::RecordView& record);
  void explain_start(const Observed& observed, Partition& partition);
  void explain_holes(const Observed& observed, Partition& partition);
  bool has_successor(const Partition& partition, Offset offset, const Sendings& sendings) const;

  std::map<TopicPartition, Partition> partitions_;
};

// The number in a record's header.
RecordId id_of(const storage::RecordView& record);

}  // namespace dogear::simulation
