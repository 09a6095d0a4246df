// DeleteGroups v0-2: deletes empty groups and their committed offsets.
#include "protocol/messages/delete_groups.hpp"

#include <set>

#include "base/hash_order.hpp"
#include "broker/serve.hpp"
#include "broker/topics/offsets_topic.hpp"
#include "coordinator/by_coordinator.hpp"

namespace dogear::broker {
namespace {

using protocol::DeleteGroupsRequest;
using protocol::DeleteGroupsResponse;

DeleteGroupsResponse failure(const DeleteGroupsRequest& request, ErrorCode error) {
  DeleteGroupsResponse response;
  for (const auto& group : request.groups_names) response.results.push_back({group, error});
  return response;
}

std::vector<std::string> without_repetitions(const std::vector<std::string>& groups) {
  std::vector<std::string> distinct;
  std::set<std::string_view> seen;
  for (const auto& group : groups)
    if (seen.insert(group).second) distinct.push_back(group);
  return distinct;
}

DeleteGroupsResponse delete_groups(Cluster& cluster, const Call& call,
                                   const DeleteGroupsRequest& request) {
  DeleteGroupsResponse response;
  const auto groups = without_repetitions(request.groups_names);
  OffsetsTopicLog log(cluster);
  for (auto& together :
       coordinator::by_coordinator(groups, cluster.config.offsets_topic_num_partitions)) {
    sort_as_hash_set(together, HashTable::with_spare_room);
    const auto error = check_coordinator(cluster, call, together.front());
    const auto deleted = error == ErrorCode::none ? cluster.groups.delete_groups(
                                                        together, {call.now, log, cluster.changes})
                                                  : failure({.groups_names = together}, error);
    response.results.insert(response.results.end(), deleted.results.begin(), deleted.results.end());
  }
  return response;
}

}  // namespace

constinit const ApiEntry delete_groups_entry = serve<DeleteGroupsRequest, delete_groups, failure>();

}  // namespace dogear::broker
