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

std::set<TopicPartition> partitions_of(const coordinator::Group& group) {
  auto partitions = committed_partitions(&group);
  if (!group.classic().uses_consumer_protocol()) return partitions;
  for (const auto& [id, member] : group.classic().members())
    partitions.merge(assigned_partitions(member));
  return partitions;
}

}  // namespace dogear::broker::control
