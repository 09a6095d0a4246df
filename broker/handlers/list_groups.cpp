// ListGroups v0-5: the groups that this node coordinates.
//   v4    filtered by state (KIP-518)
//   v5    filtered by type (KIP-848)
#include "protocol/messages/list_groups.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "broker/answer_order.hpp"
#include "broker/serve.hpp"
#include "broker/topics/offsets_topic.hpp"
#include "coordinator/offsets_log.hpp"

namespace dogear::broker {
namespace {

using protocol::ListGroupsRequest;
using protocol::ListGroupsResponse;

ListGroupsResponse failure(const ListGroupsRequest&, ErrorCode error) {
  ListGroupsResponse response;
  response.error_code = error;
  return response;
}

// The groups of this node as Kafka lists them: one partition of the offsets topic after the other,
// and of each those in its coordinator's map.
std::vector<std::string> coordinated_by(const Cluster& cluster, NodeId node) {
  const auto* topic = cluster.topics.find(offsets_topic_name);
  if (!topic) return {};
  const auto is_led = [&](const auto& partition) { return partition.leader == node; };
  const auto led = std::count_if(topic->partitions.begin(), topic->partitions.end(), is_led);
  std::map<PartitionIndex, std::map<std::uint64_t, std::string>> groups;
  for (const auto& [id, group] : cluster.groups.all())
    if (coordinator_of(cluster, id) == node)
      groups[coordinator::partition_for(id, cluster.config.offsets_topic_num_partitions)].emplace(
          group->ordinal, id);
  std::vector<PartitionIndex> partitions;
  for (const auto& [index, ids] : groups) partitions.push_back(index);
  sort_as_concurrent_map(topic->name, partitions, static_cast<std::size_t>(led));
  std::vector<std::string> ordered;
  for (const auto index : partitions)
    for (auto& id : timeline_order(groups.at(index))) ordered.push_back(std::move(id));
  return ordered;
}

ListGroupsResponse list_groups(Cluster& cluster, const Call& call,
                               const ListGroupsRequest& request) {
  auto listed = cluster.groups.list_groups(request);
  std::map<std::string, ListGroupsResponse::ListedGroup> rows;
  for (auto& group : listed.groups) rows.emplace(group.group_id, std::move(group));
  listed.groups.clear();
  for (const auto& id : coordinated_by(cluster, call.peer.node))
    if (const auto row = rows.find(id); row != rows.end())
      listed.groups.push_back(std::move(row->second));
  return listed;
}

}  // namespace

constinit const ApiEntry list_groups_entry = serve<ListGroupsRequest, list_groups, failure>();

}  // namespace dogear::broker
