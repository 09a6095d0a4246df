// LeaveGroup v0-5: removes members from a group.
//   v3    several members at once, each with its own error, static ones by instance id (KIP-345);
//         before, one member, whose error is that of the answer
#include "protocol/messages/leave_group.hpp"

#include "broker/serve.hpp"
#include "broker/topics/offsets_topic.hpp"

namespace dogear::broker {
namespace {

using protocol::LeaveGroupRequest;
using protocol::LeaveGroupResponse;

constexpr protocol::Version first_of_many_members = 3;

LeaveGroupResponse failure(const LeaveGroupRequest&, ErrorCode error) {
  LeaveGroupResponse response;
  response.error_code = error;
  return response;
}

LeaveGroupResponse leave_group(Cluster& cluster, const Call& call,
                               const LeaveGroupRequest& request) {
  const auto error = check_named_group(cluster, call, request.group_id);
  if (error != ErrorCode::none) return failure(request, error);
  auto several = request;
  if (call.version < first_of_many_members)
    several.members = {{request.member_id, std::nullopt, std::nullopt}};
  OffsetsTopicLog log(cluster);
  auto response = cluster.groups.leave_group(several, {call.now, log, cluster.changes});
  if (call.version < first_of_many_members && response.error_code == ErrorCode::none &&
      !response.members.empty())
    response.error_code = response.members.front().error_code;
  return response;
}

}  // namespace

constinit const ApiEntry leave_group_entry = serve<LeaveGroupRequest, leave_group, failure>();

}  // namespace dogear::broker
