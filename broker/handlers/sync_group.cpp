// SyncGroup v0-5: the leader sends the assignments, and each member gets its own. Answered when
// they have come.
//   v3    static members (KIP-345)
//   v5    protocol type and name are required and checked (KIP-559)
#include "protocol/messages/sync_group.hpp"

#include "broker/parked_reply.hpp"
#include "broker/serve.hpp"
#include "broker/topics/offsets_topic.hpp"

namespace dogear::broker {
namespace {

using protocol::SyncGroupRequest;
using protocol::SyncGroupResponse;

Reply<SyncGroupResponse> failure(const SyncGroupRequest&, ErrorCode error) {
  SyncGroupResponse response;
  response.error_code = error;
  return response;
}

Reply<SyncGroupResponse> sync_group(Cluster& cluster, const Call& call,
                                    const SyncGroupRequest& request) {
  if (call.version >= 5 && (!request.protocol_type || !request.protocol_name))
    return failure(request, ErrorCode::inconsistent_group_protocol);
  const auto error = check_named_group(cluster, call, request.group_id);
  if (error != ErrorCode::none) return failure(request, error);
  OffsetsTopicLog log(cluster);
  return reply_of(
      cluster.groups.sync_group(request, caller_of(call), {call.now, log, cluster.changes}));
}

}  // namespace

constinit const ApiEntry sync_group_entry = serve<SyncGroupRequest, sync_group, failure>();

}  // namespace dogear::broker
