// The orders in which Kafka's broker takes topics and partitions out of Java's and Scala's hash
// maps. Clients see them in its answers, and they depend on nothing but the names: so they are
// here.
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/ids.hpp"
#include "base/uuid.hpp"

namespace dogear::broker {

// Of a scala.collection.immutable.HashMap or HashSet. Kafka has one of most sets of topics; one of
// up to four elements keeps them as they came instead, unless something is grouped by topic.
void sort_as_immutable_map(std::vector<std::string>& topics);

// Of a scala.collection.mutable.HashMap whose keys are partitions of one topic.
void sort_as_mutable_map(const std::string& topic, std::vector<PartitionIndex>& partitions);

// Of a scala.collection.mutable.HashMap of partitions that was copied into an immutable one and
// then grouped by topic: the partitions of each.
std::map<std::string, std::vector<PartitionIndex>> order_of_copied_map(
    std::vector<std::pair<std::string, PartitionIndex>> partitions);

// Of a java.util.HashSet that is a copy of the names of all topics.
void sort_as_copied_hash_set(std::vector<std::string>& topics);

// Of a java.util.concurrent.ConcurrentHashMap of so many partitions, of which these are of one
// topic.
void sort_as_concurrent_map(const std::string& topic, std::vector<PartitionIndex>& partitions,
                            std::size_t all);

// Of a TimelineHashMap to which these names were added in the order of their ordinals.
std::vector<std::string> timeline_order(const std::map<std::uint64_t, std::string>& names);

// hashCode() of org.apache.kafka.common.TopicIdPartition, for the partitions of one topic.
class TopicIdHash {
 public:
  TopicIdHash(const std::string& name, const Uuid& id);
  std::int32_t of(PartitionIndex partition) const {
    return static_cast<std::int32_t>(of_id_ + 31 * (31 + static_cast<std::uint32_t>(partition)) +
                                     of_name_);
  }

 private:
  std::uint32_t of_name_;
  std::uint32_t of_id_;
};

template <class Row>
using RowsByPartition = std::map<std::string, std::map<PartitionIndex, Row>>;

template <class Row>
std::vector<Row> in_answer_order(const std::string& topic, std::map<PartitionIndex, Row> rows) {
  std::vector<PartitionIndex> partitions;
  for (const auto& [partition, row] : rows) partitions.push_back(partition);
  sort_as_mutable_map(topic, partitions);
  std::vector<Row> ordered;
  for (const auto partition : partitions) ordered.push_back(std::move(rows.at(partition)));
  return ordered;
}

// Rows as Kafka groups those of a mutable map of partitions by topic.
template <class Row>
std::vector<std::pair<std::string, std::vector<Row>>> in_answer_order(RowsByPartition<Row> rows) {
  std::vector<std::string> topics;
  for (const auto& [topic, partitions] : rows) topics.push_back(topic);
  sort_as_immutable_map(topics);
  std::vector<std::pair<std::string, std::vector<Row>>> ordered;
  for (const auto& topic : topics)
    ordered.emplace_back(topic, in_answer_order(topic, std::move(rows.at(topic))));
  return ordered;
}

}  // namespace dogear::broker
