// Heartbeat v0-4: keeps a member's session alive and tells the member when to rejoin.
//   v3    static members (KIP-345)
#include "protocol/messages/heartbeat.hpp"

#include "broker/serve.hpp"
#include "broker/topics/offsets_topic.hpp"

namespace dogear::broker {
namespace {

using protocol::HeartbeatRequest;
using protocol::HeartbeatResponse;

HeartbeatResponse failure(const HeartbeatRequest&, ErrorCode error) {
  HeartbeatResponse response;
  response.error_code = error;
  return response;
}

HeartbeatResponse heartbeat(Cluster& cluster, const Call& call, const HeartbeatRequest& request) {
  const auto error = check_named_group(cluster, call, request.group_id);
  if (error != ErrorCode::none) return failure(request, error);
  OffsetsTopicLog log(cluster);
  return cluster.groups.heartbeat(request, caller_of(call), {call.now, log, cluster.changes});
}

}  // namespace

constinit const ApiEntry heartbeat_entry = serve<HeartbeatRequest, heartbeat, failure>();

}  // namespace dogear::broker
