// JoinGroup v0-9: joins a group. Answered when all members have joined the next generation.
//   v1    a rebalance timeout besides the session timeout
//   v4    a new member is told its id first and joins again with it (KIP-394)
//   v5    static members (KIP-345)
//   v7    the answer has the protocol type
//   v9    the answer may tell a leader to skip the assignment (KIP-814)
#include "protocol/messages/join_group.hpp"

#include "broker/parked_reply.hpp"
#include "broker/serve.hpp"
#include "broker/topics/offsets_topic.hpp"

namespace dogear::broker {
namespace {

using protocol::JoinGroupRequest;
using protocol::JoinGroupResponse;

JoinGroupResponse refused(ErrorCode error) {
  JoinGroupResponse response;
  response.error_code = error;
  return response;
}

// A refusal has no protocol name: it is "" before v7, where it cannot be null, and null from then
// on.
JoinGroupResponse in_version(JoinGroupResponse response, protocol::Version version) {
  if (response.error_code != ErrorCode::none) response.protocol_name.reset();
  if (version < 7 && !response.protocol_name) response.protocol_name = "";
  if (version >= 7 && response.protocol_name == "") response.protocol_name.reset();
  return response;
}

Reply<JoinGroupResponse> failure(const Call& call, const JoinGroupRequest&, ErrorCode error) {
  return in_version(refused(error), call.version);
}

Reply<JoinGroupResponse> join_group(Cluster& cluster, const Call& call,
                                    const JoinGroupRequest& request) {
  if (auto refusal = cluster.groups.refused_at_sight(request))
    return in_version(std::move(*refusal), call.version);
  const auto error = check_coordinator(cluster, call, request.group_id);
  if (error != ErrorCode::none) return in_version(refused(error), call.version);
  OffsetsTopicLog log(cluster);
  return reply_of(
      cluster.groups.join_group(request, caller_of(call), {call.now, log, cluster.changes}),
      [version = call.version](JoinGroupResponse response) {
        return in_version(std::move(response), version);
      });
}

}  // namespace

constinit const ApiEntry join_group_entry = serve<JoinGroupRequest, join_group, failure>();

}  // namespace dogear::broker
