#include "auditor.hpp"

#include "broker/topics/offsets_topic.hpp"
#include "link.hpp"
#include "plan.hpp"
#include "protocol/messages/fetch.hpp"
#include "protocol/messages/offset_fetch.hpp"

namespace dogear::simulation {
namespace {

// Reads a whole partition, `max_bytes` at a time. The ledger checks what comes.
void read_partition(World& world, Link& link, const TopicPartition& partition,
                    const storage::Topic& topic, std::int32_t max_bytes) {
  const auto node = topic.partition(partition.partition)->leader;
  auto at = world.model.ledger.start_of(partition);
  const auto end = world.model.ledger.end_of(partition);
  while (at < end && !world.findings.any() && link.ready(node, 0)) {
    protocol::FetchRequest request;
    request.max_bytes = max_bytes;
    auto& asked = request.topics.emplace_back();
    asked.topic_id = topic.id;
    asked.partitions.push_back(
        {.partition = partition.partition, .fetch_offset = at, .partition_max_bytes = max_bytes});
    const auto from = at;
    link.ask<protocol::FetchResponse>(node, request, 13, [&](const auto& response) {
      for (const auto& rows : response.responses)
        for (const auto& row : rows.partitions)
          if (row.records)
            at = world.model.ledger.read(partition, topic.id, from, *row.records, world.findings);
    });
    if (at == from) break;  // all that remains was compacted away
  }
  world.model.ledger.expect_nothing_from(partition, at, world.findings);
}

void read_offsets(World& world, Link& link, const std::string& group) {
  const auto node = broker::coordinator_of(world.cluster(), group);
  if (!node || !link.ready(*node, 0)) return;
  protocol::OffsetFetchRequest request;
  request.groups.push_back({.group_id = group, .topics = std::nullopt});
  link.ask<protocol::OffsetFetchResponse>(*node, request, 8, [&](const auto& response) {
    for (const auto& told : response.groups)
      for (const auto& topic : told.topics)
        for (const auto& row : topic.partitions)
          world.findings.require(
              row.committed_offset ==
                  world.model.commits.offset_of(group, {topic.name, row.partition_index}),
              "OffsetFetch tells {} for {}-{} of {}", row.committed_offset, topic.name,
              row.partition_index, group);
  });
}

}  // namespace

void audit(World& world) {
  Link link(world, client_count + 1, Purpose::fetching, "auditor");
  const auto topics = world.cluster().topics;
  for (const auto& [name, topic] : topics.by_name()) {
    if (topic->internal()) continue;
    for (std::size_t i = 0; i < topic->partitions.size(); ++i)
      read_partition(world, link, {name, static_cast<PartitionIndex>(i)}, *topic,
                     i % 2 == 0 ? 1'000'000 : 300);
  }
  Link group_link(world, client_count + 1, Purpose::group, "auditor");
  std::vector<std::string> groups;
  for (const auto& [id, group] : world.cluster().groups.all()) groups.push_back(id);
  for (const auto& group : groups) read_offsets(world, group_link, group);
}

}  // namespace dogear::simulation
