#include "admin.hpp"

#include <algorithm>
#include <array>

#include "broker/topics/offsets_topic.hpp"
#include "protocol/messages/alter_partition_reassignments.hpp"
#include "protocol/messages/create_partitions.hpp"
#include "protocol/messages/create_topics.hpp"
#include "protocol/messages/delete_groups.hpp"
#include "protocol/messages/delete_records.hpp"
#include "protocol/messages/delete_topics.hpp"
#include "protocol/messages/incremental_alter_configs.hpp"
#include "protocol/messages/offset_delete.hpp"

namespace dogear::simulation {
namespace {

constexpr PartitionIndex partitions_max = 4;
constexpr NodeId controller = 1;

using Config = std::pair<const char*, const char*>;

// Kinds of topics: default configs, retention by time, by size, compaction, compaction and
// retention.
const std::vector<Config>& configs_of(std::size_t kind) {
  static const std::array<std::vector<Config>, 5> all = {{
      {},
      {{"retention.ms", "120000"}, {"segment.ms", "30000"}},
      {{"retention.bytes", "3000"}, {"segment.ms", "10000"}},
      {{"cleanup.policy", "compact"},
       {"segment.ms", "20000"},
       {"min.cleanable.dirty.ratio", "0.1"}},
      {{"cleanup.policy", "compact,delete"}, {"segment.ms", "20000"}, {"retention.ms", "600000"}},
  }};
  return all[kind % all.size()];
}

constexpr std::size_t compacted = 3;

const std::string& topic_name(const Step& step) {
  return topic_names()[step.what % topic_names().size()];
}
const std::string& group_name(const Step& step) {
  return group_names()[step.what % group_names().size()];
}

}  // namespace

const std::vector<std::string>& group_names() {
  static const std::vector<std::string> names{"billing", "audit"};
  return names;
}

Admin::Admin(World& world)
    : world_(&world), link_(world, client_count, Purpose::administration, "admin") {}

void Admin::create_topic(const Step& step) {
  protocol::CreateTopicsRequest request;
  auto& topic = request.topics.emplace_back();
  topic.name = topic_name(step);
  topic.num_partitions = 1 + step.how % 3;
  topic.replication_factor = 1;
  for (const auto& [name, value] : configs_of(step.how >> 2U))
    topic.configs.push_back({name, value});
  ask<protocol::CreateTopicsResponse>(controller, request, 7);
}

void Admin::delete_topic(const Step& step) {
  protocol::DeleteTopicsRequest request;
  request.topics.push_back({topic_name(step), {}});
  request.timeout_ms = 30'000;
  world_->deletions.topics.insert(topic_name(step));
  ask<protocol::DeleteTopicsResponse>(controller, request, 6);
}

void Admin::create_partitions(const Step& step) {
  const auto* topic = world_->cluster().topics.find(topic_name(step));
  const auto count = topic ? static_cast<PartitionIndex>(topic->partitions.size()) : 1;
  protocol::CreatePartitionsRequest request;
  request.topics.push_back({topic_name(step), std::min(count + 1, partitions_max), std::nullopt});
  request.timeout_ms = 30'000;
  ask<protocol::CreatePartitionsResponse>(controller, request, 3);
}

void Admin::delete_records(const Step& step) {
  const auto partition = choose_partition(world_->cluster(), step.what);
  const auto* found = find_partition(world_->cluster(), partition);
  if (!found) return;
  const auto start = found->log->log_start_offset();
  const auto records = found->log->high_watermark() - start;
  const auto before = start + step.how % (records + 1);
  protocol::DeleteRecordsRequest request;
  request.topics.push_back({partition.topic, {{partition.partition, before}}});
  world_->model.ledger.trim_asked(partition, before);
  ask<protocol::DeleteRecordsResponse>(found->leader, request, 2);
}

void Admin::alter_config(const Step& step) {
  protocol::IncrementalAlterConfigsRequest request;
  constexpr std::int8_t topic_resource = 2;
  auto& resource = request.resources.emplace_back();
  resource.resource_type = topic_resource;
  const auto of_groups = (step.how >> 8U) % 3 == 0;
  resource.resource_name = of_groups ? broker::offsets_topic_name : topic_name(step);
  const auto kind = of_groups ? compacted : step.how;
  for (const auto& [name, value] : configs_of(kind)) resource.configs.push_back({name, 0, value});
  ask<protocol::IncrementalAlterConfigsResponse>(controller, request, 1);
}

void Admin::delete_group(const Step& step) {
  const auto node = broker::coordinator_of(world_->cluster(), group_name(step));
  if (!node) return;
  protocol::DeleteGroupsRequest request;
  request.groups_names = {group_name(step)};
  world_->deletions.groups.insert(group_name(step));
  ask<protocol::DeleteGroupsResponse>(*node, request, 2);
}

void Admin::delete_offsets(const Step& step) {
  const auto node = broker::coordinator_of(world_->cluster(), group_name(step));
  if (!node) return;
  const auto partition = choose_partition(world_->cluster(), step.how);
  protocol::OffsetDeleteRequest request;
  request.group_id = group_name(step);
  request.topics.push_back({partition.topic, {{partition.partition}}});
  world_->deletions.offsets.insert({group_name(step), partition});
  ask<protocol::OffsetDeleteResponse>(*node, request, 0);
}

void Admin::move_leader(const Step& step) {
  auto partition = choose_partition(world_->cluster(), step.what);
  if (step.how % 3 == 0) partition = {std::string(broker::offsets_topic_name), step.what % 2};
  const auto nodes = static_cast<NodeId>(world_->cluster().nodes.size());
  const auto* found = find_partition(world_->cluster(), partition);
  if (!found) return;
  protocol::AlterPartitionReassignmentsRequest request;
  auto& topic = request.topics.emplace_back();
  topic.name = partition.topic;
  topic.partitions.push_back(
      {partition.partition, std::vector<std::int32_t>{found->leader % nodes + 1}});
  ask<protocol::AlterPartitionReassignmentsResponse>(controller, request, 0);
}

}  // namespace dogear::simulation
