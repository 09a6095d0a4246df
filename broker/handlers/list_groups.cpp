// ListGroups v0-5: the groups that this node coordinates.
//   v4    filtered by state (KIP-518)
//   v5    filtered by type (KIP-848)
#include "protocol/messages/list_groups.hpp"

#include <algorithm>

#include "broker/offsets_topic.hpp"
#include "broker/serve.hpp"

namespace dogear::broker {
namespace {

using protocol::ListGroupsRequest;
using protocol::ListGroupsResponse;

ListGroupsResponse failure(const ListGroupsRequest&, ErrorCode error) {
  ListGroupsResponse response;
  response.error_code = error;
  return response;
}

ListGroupsResponse list_groups(Cluster& cluster, const Call& call,
                               const ListGroupsRequest& request) {
  auto response = cluster.groups.list_groups(request);
  std::erase_if(response.groups, [&](const auto& group) {
    return coordinator_of(cluster, group.group_id) != call.peer.node;
  });
  return response;
}

}  // namespace

constinit const ApiEntry list_groups_entry = serve<ListGroupsRequest, list_groups, failure>();

}  // namespace dogear::broker
