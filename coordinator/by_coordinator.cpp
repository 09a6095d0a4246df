#include "coordinator/by_coordinator.hpp"

#include <map>
#include <utility>

#include "base/hash_order.hpp"
#include "coordinator/offsets_log.hpp"
#include "storage/topics.hpp"

namespace dogear::coordinator {

std::vector<std::vector<std::string>> by_coordinator(const std::vector<std::string>& groups,
                                                     std::int32_t partitions) {
  std::vector<PartitionIndex> order;
  std::map<PartitionIndex, std::vector<std::string>> names;
  for (const auto& group : groups) {
    const auto partition = partition_for(group, partitions);
    if (!names.contains(partition)) order.push_back(partition);
    names[partition].push_back(group);
  }
  sort_by_bucket(order, HashTable::grown, order.size(), [](PartitionIndex partition) {
    return partition_hash(storage::consumer_offsets_topic, partition);
  });
  std::vector<std::vector<std::string>> ordered;
  for (const auto partition : order) ordered.push_back(std::move(names[partition]));
  return ordered;
}

}  // namespace dogear::coordinator
