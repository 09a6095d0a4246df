// DeleteGroups v0-2: deletes empty groups with all that they have stored.
#include "protocol/messages/delete_groups.hpp"

#include <set>

#include "broker/offsets_topic.hpp"
#include "broker/serve.hpp"

namespace dogear::broker {
namespace {

using protocol::DeleteGroupsRequest;
using protocol::DeleteGroupsResponse;

DeleteGroupsResponse failure(const DeleteGroupsRequest& request, ErrorCode error) {
  DeleteGroupsResponse response;
  for (const auto& group : request.groups_names) response.results.push_back({group, error});
  return response;
}

DeleteGroupsResponse delete_groups(Cluster& cluster, const Call& call,
                                   const DeleteGroupsRequest& request) {
  DeleteGroupsResponse response;
  std::vector<std::string> here;
  std::set<std::string_view> seen;  // a name that comes twice counts once
  for (const auto& group : request.groups_names) {
    if (!seen.insert(group).second) continue;
    const auto error = check_coordinator(cluster, call, group);
    if (error == ErrorCode::none)
      here.push_back(group);
    else
      response.results.push_back({group, error});
  }
  OffsetsTopicLog log(cluster);
  auto deleted = cluster.groups.delete_groups(here, {call.now, log, cluster.changes});
  response.results.insert(response.results.end(), deleted.results.begin(), deleted.results.end());
  return response;
}

}  // namespace

constinit const ApiEntry delete_groups_entry = serve<DeleteGroupsRequest, delete_groups, failure>();

}  // namespace dogear::broker
