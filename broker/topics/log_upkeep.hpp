// Schedules the upkeep of logs: retention, compaction, and the expiry of their producers.
#pragma once
#include <cstddef>
#include <optional>
#include <set>
#include <utility>

#include "base/cow.hpp"
#include "base/error_code.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"
#include "storage/topics.hpp"

namespace dogear::broker {

struct Cluster;

class LogUpkeep {
 public:
  // Must be called after every append; cheap as long as the log's next upkeep is known. `rolled`
  // tells that the append began a new segment, which may bring that upkeep forward.
  enum class Rolled : bool { no, yes };
  static void appended(Cluster& cluster, const storage::Topic& topic, storage::Partition& partition,
                       PartitionIndex index, Rolled rolled, BrokerTime now);
  // Must be called when the log's start has moved, which may leave whole segments before it.
  static void log_start_moved(Cluster& cluster, const storage::Topic& topic,
                              storage::Partition& partition, PartitionIndex index, BrokerTime now);
  // Must be called when the topic's config, or a broker config that is its default, has changed.
  static void configured(Cluster& cluster, storage::Topic& topic, BrokerTime now);
  // Must be called before the topic is removed.
  static void deleted(Cluster& cluster, const storage::Topic& topic);
  // Does the upkeep that is due first.
  static void do_one(Cluster& cluster, BrokerTime now);

  // The next two run by command, whatever interval or ratio would have to pass first. Both REQUIRE
  // that the partition exists.
  // Compacts the whole log, as if the active segment were full; min.compaction.lag.ms still counts.
  // CORRUPT_MESSAGE for a log that cannot be read.
  static ErrorCode compact(Cluster& cluster, const TopicPartition& log, BrokerTime now);
  // Returns the number of deleted segments.
  static std::size_t apply_retention(Cluster& cluster, const TopicPartition& log, BrokerTime now);

  std::optional<BrokerTime> next_deadline() const;

 private:
  void watch(const Cluster& cluster, const storage::Topic& topic, storage::Partition& partition,
             PartitionIndex index, BrokerTime now);

  // One entry for each partition whose upkeep_due is set. Seldom written: a snapshot shares it.
  Cow<std::set<std::pair<BrokerTime, TopicPartition>>> due_;
};

}  // namespace dogear::broker
