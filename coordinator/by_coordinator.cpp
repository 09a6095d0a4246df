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
  std::vector<std::int32_t> hashes;
  std::map<PartitionIndex, std::vector<std::string>> names;
  std::size_t known = 0;  // before the last group
  for (const auto& group : groups) {
    known = order.size();
    const auto partition = partition_for(group, partitions);
    if (!names.contains(partition)) {
      order.push_back(partition);
      hashes.push_back(partition_hash(storage::consumer_offsets_topic, partition));
    }
    names[partition].push_back(group);
  }
  std::vector<std::vector<std::string>> ordered;
  for (const auto at : computed_order(hashes, known))
    ordered.push_back(std::move(names[order[at]]));
  return ordered;
}

}  // namespace dogear::coordinator
