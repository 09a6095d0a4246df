#include "broker/control/told_offsets.hpp"

#include <boost/json/object.hpp>

#include "base/iso_time.hpp"
#include "base/wrapping.hpp"

namespace dogear::broker::control {
namespace {

namespace json = boost::json;
using coordinator::CommittedOffset;

json::object row_of(const TopicPartition& partition, const CommittedOffset* committed) {
  json::object row{{"topic", partition.topic}, {"partition", partition.partition},
                   {"offset", nullptr},        {"leaderEpoch", nullptr},
                   {"metadata", nullptr},      {"committedAt", nullptr},
                   {"expiresAt", nullptr}};
  if (!committed) return row;
  row["offset"] = committed->offset;
  if (committed->leader_epoch != no_epoch) row["leaderEpoch"] = committed->leader_epoch;
  row["metadata"] = committed->metadata;
  row["committedAt"] = to_iso_time(committed->committed_at);
  if (committed->expires_at) row["expiresAt"] = to_iso_time(*committed->expires_at);
  return row;
}

// Null when it is gone, or when the offset is that of an earlier topic of this name.
const storage::Partition* find_partition(const Cluster& cluster, const TopicPartition& partition,
                                         const CommittedOffset* committed) {
  const auto* topic = cluster.topics.find(partition.topic);
  if (!topic) return nullptr;
  if (committed && !committed->topic_id.is_zero() && committed->topic_id != topic->id)
    return nullptr;
  return topic->partition(partition.partition);
}

json::object told(const Cluster& cluster, const TopicPartition& place,
                  const CommittedOffset* committed) {
  auto row = row_of(place, committed);
  row["highWatermark"] = nullptr;
  row["lag"] = nullptr;
  const auto* partition = find_partition(cluster, place, committed);
  if (!partition) return row;
  const auto end = partition->log->high_watermark();
  row["highWatermark"] = end;
  if (committed) row["lag"] = wrapping_subtract(end, committed->offset);
  return row;
}

}  // namespace

json::array told_offsets(const Cluster& cluster, const coordinator::Group* group,
                         const std::set<TopicPartition>& partitions) {
  json::array rows;
  for (const auto& partition : partitions) {
    const auto* committed =
        group ? coordinator::find(group->durable.offsets, partition.topic, partition.partition)
              : nullptr;
    rows.push_back(told(cluster, partition, committed));
  }
  return rows;
}

}  // namespace dogear::broker::control
