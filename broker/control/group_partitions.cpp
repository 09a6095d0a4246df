#include "broker/control/group_partitions.hpp"

#include "coordinator/records/consumer_protocol.hpp"

namespace dogear::broker::control {

std::set<TopicPartition> committed_partitions(const coordinator::Group* group) {
  std::set<TopicPartition> partitions;
  if (group)
    for_each(group->durable.offsets, [&](const auto& topic, auto partition, const auto&) {
      partitions.insert({topic, partition});
    });
  return partitions;
}

std::set<TopicPartition> assigned_partitions(const coordinator::ClassicMember& member) {
  std::set<TopicPartition> partitions;
  if (const auto assigned = coordinator::assigned_partitions(member.assignment))
    for (const auto& [topic, indexes] : *assigned)
      for (const auto index : indexes) partitions.insert({topic, index});
  return partitions;
}

}  // namespace dogear::broker::control
