// Which log wants retention, compaction or the expiry of its producers next, and when.
#pragma once
#include <cstddef>
#include <optional>
#include <set>
#include <utility>

#include "base/error_code.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"
#include "storage/topics.hpp"

namespace dogear::broker {

struct Cluster;

class LogUpkeep {
 public:
  // To be told of every append; costs next to nothing while the log is watched already. `rolled`
  // when the append began a new segment, after which there may be work earlier.
  enum class Rolled : bool { no, yes };
  static void appended(Cluster& cluster, const storage::Topic& topic, storage::Partition& partition,
                       PartitionIndex index, Rolled rolled, BrokerTime now);
  // To be told when segments may have come to lie below the log's start.
  static void log_start_moved(Cluster& cluster, const storage::Topic& topic,
                              storage::Partition& partition, PartitionIndex index, BrokerTime now);
  // To be told when the topic's config, or the brokers', has changed.
  static void configured(Cluster& cluster, storage::Topic& topic, BrokerTime now);
  // Does what is due first.
  static void do_one(Cluster& cluster, BrokerTime now);

  // By command, whatever interval or ratio would have to pass first. Both REQUIRE that the
  // partition exists.
  // Compacts all that is there, as if the active segment were full; min.compaction.lag.ms counts.
  // CORRUPT_MESSAGE for a log that cannot be read.
  static ErrorCode compact(Cluster& cluster, const TopicPartition& log, BrokerTime now);
  // Returns how many segments went.
  static std::size_t apply_retention(Cluster& cluster, const TopicPartition& log, BrokerTime now);

  std::optional<BrokerTime> next_deadline() const;

 private:
  void watch(const Cluster& cluster, const storage::Topic& topic, storage::Partition& partition,
             PartitionIndex index, BrokerTime now);

  std::set<std::pair<BrokerTime, TopicPartition>> due_;
};

}  // namespace dogear::broker
