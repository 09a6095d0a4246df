// SyncGroup, Heartbeat and LeaveGroup to a classic group.
#include <map>

#include "base/seeded_bug.hpp"
#include "coordinator/classic_protocol.hpp"

namespace dogear::coordinator {
namespace {

bool differs(const std::optional<std::string>& asked, const std::optional<std::string>& ours) {
  return asked && ours && *asked != *ours;
}

}  // namespace

ErrorCode ClassicProtocol::validate(const protocol::SyncGroupRequest& request) const {
  const auto error = group_.validate(request.member_id, request.group_instance_id);
  if (error != ErrorCode::none) return error;
  if (request.generation_id != group_.generation()) return ErrorCode::illegal_generation;
  if (differs(request.protocol_type, group_.protocol_type()) ||
      differs(request.protocol_name, group_.protocol()))
    return ErrorCode::inconsistent_group_protocol;
  if (group_.is(ClassicState::preparing_rebalance)) return ErrorCode::rebalance_in_progress;
  return ErrorCode::none;
}

void ClassicProtocol::sync(const protocol::SyncGroupRequest& request, const Caller& caller,
                           const Sync& sync) {
  if (const auto error = validate(request); error != ErrorCode::none)
    return answer(sync, protocol::SyncGroupResponse{.error_code = error}, turn_.changes);
  auto& member = *group_.member(request.member_id);
  member.connection = caller.connection;
  group_.note_sync(request.member_id);
  if (group_.is(ClassicState::stable)) {
    return answer(sync,
                  protocol::SyncGroupResponse{.protocol_type = group_.protocol_type(),
                                              .protocol_name = group_.protocol(),
                                              .assignment = member.assignment},
                  turn_.changes);
  }
  group_.park_sync(member, sync);
  if (group_.is_leader(request.member_id)) store_assignments(request);
}

// Members that the leader does not mention get an empty assignment.
void ClassicProtocol::store_assignments(const protocol::SyncGroupRequest& request) {
  std::map<std::string, ByteSpan> assigned;
  for (const auto& [member_id, assignment] : request.assignments)
    assigned[member_id] = assignment.bytes();

  auto value = group_.to_record();
  for (auto& member : value.members) member.assignment = Slice{assigned[member.member_id]};
  if (const auto error = write(value); error != ErrorCode::none) {
    group_.for_each_member([](const auto&, auto& member) { member.assignment = {}; });
    answer_syncs(error);
    return prepare_or_complete();
  }
  group_.take_assignments(*parse_group_metadata(*durable_.metadata));
  answer_syncs(ErrorCode::none);
  group_.move_to(ClassicState::stable, turn_.now);
}

void ClassicProtocol::answer_syncs(ErrorCode error) {
  group_.for_each_member([&](const auto& id, auto& member) {
    protocol::SyncGroupResponse told{.error_code = error, .assignment = member.assignment};
    if (error == ErrorCode::none) {
      told.protocol_type = group_.protocol_type();
      told.protocol_name = group_.protocol();
    }
    // Its session may have run out while it waited.
    if (group_.answer_sync(member, std::move(told), turn_.changes)) renew_session(id, member);
  });
}

ErrorCode ClassicProtocol::heartbeat(const protocol::HeartbeatRequest& request,
                                     const Caller& caller) {
  const auto error = group_.validate(request.member_id, request.group_instance_id);
  if (error != ErrorCode::none) return error;
  if (request.generation_id != group_.generation()) return ErrorCode::illegal_generation;
  auto& member = *group_.member(request.member_id);
  member.connection = caller.connection;
  if (!seeded_bug(Bug::session_not_renewed)) renew_session(request.member_id, member);
  return group_.is(ClassicState::preparing_rebalance) ? ErrorCode::rebalance_in_progress
                                                      : ErrorCode::none;
}

void ClassicProtocol::heard_commit_of(const std::string& member_id, const Caller& caller) {
  if (!group_.is(ClassicState::stable) && !group_.is(ClassicState::preparing_rebalance)) return;
  auto& member = *group_.member(member_id);
  member.connection = caller.connection;
  renew_session(member_id, member);
}

protocol::LeaveGroupResponse ClassicProtocol::leave(const protocol::LeaveGroupRequest& request) {
  protocol::LeaveGroupResponse response;
  auto somebody_left = false;
  for (const auto& leaving : request.members) {
    const auto error = leave_one(leaving);
    somebody_left |= error == ErrorCode::none;
    response.members.push_back({leaving.member_id, leaving.group_instance_id, error});
  }
  if (somebody_left && !group_.is_empty()) prepare_or_complete();
  return response;
}

ErrorCode ClassicProtocol::leave_one(const protocol::LeaveGroupRequest::MemberIdentity& leaving) {
  if (leaving.member_id.empty()) {
    // An administrator removes a static member by its instance id alone.
    const auto* id =
        leaving.group_instance_id ? group_.static_member_id(*leaving.group_instance_id) : nullptr;
    if (!id) return ErrorCode::unknown_member_id;
    remove_leaver(std::string{*id});
    return ErrorCode::none;
  }
  if (group_.is_pending(leaving.member_id)) {
    group_.remove(leaving.member_id);
    return ErrorCode::none;
  }
  const auto error = group_.validate(leaving.member_id, leaving.group_instance_id);
  if (error == ErrorCode::none) remove_leaver(leaving.member_id);
  return error;
}

void ClassicProtocol::remove_leaver(const std::string& member_id) {
  auto& member = *group_.member(member_id);
  group_.answer_join(member, {.error_code = ErrorCode::unknown_member_id}, turn_.changes);
  // Kafka leaves a waiting SyncGroup without an answer.
  group_.answer_sync(member, {.error_code = ErrorCode::unknown_member_id}, turn_.changes);
  group_.remove(member_id);
}

}  // namespace dogear::coordinator
