// Groups: members that join, sync and leave; describing, listing and deleting groups.
#include <algorithm>

#include "base/java_text.hpp"
#include "coordinator/groups.hpp"

namespace dogear::coordinator {
namespace {

constexpr std::string_view classic_type = "classic";

// The answer, if there is one already; else the request waits.
template <class Response>
AnswerOrParked<Response> settled(const ParkedPtr<Response>& parked) {
  if (parked->answer) return std::move(*parked->answer);
  return parked;
}

bool state_wanted(const std::vector<std::string>& filter, std::string_view state) {
  if (filter.empty()) return true;
  return std::any_of(filter.begin(), filter.end(), [&](const auto& wanted) {
    return java::trim(java::lower(wanted)) == java::lower(state);
  });
}

bool type_wanted(const std::vector<std::string>& filter, std::string_view type) {
  if (filter.empty()) return true;
  return std::any_of(filter.begin(), filter.end(),
                     [&](const auto& wanted) { return java::lower(wanted) == type; });
}

}  // namespace

std::string Groups::fresh_member_id(const protocol::JoinGroupRequest& request,
                                    const Caller& caller) {
  const auto& name = request.group_instance_id.value_or(caller.client_id);
  const auto hash = derive_bits(seed_, "member ordinal", {request.group_id, name});
  auto& given = ids_given_[hash % ids_given_.size()];
  const auto id = derive_uuid(seed_, "member", {request.group_id, name}, given++);
  return name + "-" + id.to_hyphenated();
}

std::optional<protocol::JoinGroupResponse> Groups::refused_at_sight(
    const protocol::JoinGroupRequest& request) const {
  const auto refused = [&](ErrorCode error) {
    return protocol::JoinGroupResponse{.error_code = error, .member_id = request.member_id};
  };
  if (request.group_id.empty()) return refused(ErrorCode::invalid_group_id);
  const Millis session_timeout{request.session_timeout_ms};
  if (session_timeout < config_.group_min_session_timeout ||
      session_timeout > config_.group_max_session_timeout)
    return refused(ErrorCode::invalid_session_timeout);
  return std::nullopt;
}

AnswerOrParked<protocol::JoinGroupResponse> Groups::join_group(
    const protocol::JoinGroupRequest& request, const Caller& caller, Turn turn) {
  using Response = protocol::JoinGroupResponse;
  if (auto refusal = refused_at_sight(request)) return std::move(*refusal);
  const auto& id = request.group_id;
  const auto is_new_group = !groups_.contains(id);
  if (is_new_group && !request.member_id.empty())
    return Response{.error_code = ErrorCode::unknown_member_id, .member_id = request.member_id};

  if (is_new_group) skip_idle_checks(turn.now);
  auto& joined = group(id);
  if (is_new_group) joined.soft.classic = ClassicGroup{turn.now};
  const auto fresh_id = request.member_id.empty() ? fresh_member_id(request, caller) : "";
  const auto parked = park<Response>(turn.changes);
  protocol_on(id, joined, turn).join(request, caller, fresh_id, parked);
  if (is_new_group) {
    const GroupMetadataValue created{.current_state_timestamp = epoch_ms(turn.now)};
    const auto error = write(id, {group_metadata_record(id, created)}, turn);
    if (error != ErrorCode::none) {
      erase(id);
      if (!parked->answer) return Response{.error_code = error};
    }
  }
  index(id);
  return settled(parked);
}

AnswerOrParked<protocol::SyncGroupResponse> Groups::sync_group(
    const protocol::SyncGroupRequest& request, const Caller& caller, Turn turn) {
  using Response = protocol::SyncGroupResponse;
  if (request.group_id.empty()) return Response{.error_code = ErrorCode::invalid_group_id};
  auto* synced = find_for_writing(request.group_id);
  if (!synced || synced->classic().is_empty())
    return Response{.error_code = ErrorCode::unknown_member_id};
  const auto parked = park<Response>(turn.changes);
  protocol_on(request.group_id, *synced, turn).sync(request, caller, parked);
  index(request.group_id);
  return settled(parked);
}

protocol::HeartbeatResponse Groups::heartbeat(const protocol::HeartbeatRequest& request,
                                              const Caller& caller, Turn turn) {
  if (request.group_id.empty()) return {.error_code = ErrorCode::invalid_group_id};
  auto* beating = find_for_writing(request.group_id);
  if (!beating) return {.error_code = ErrorCode::unknown_member_id};
  const auto error = protocol_on(request.group_id, *beating, turn).heartbeat(request, caller);
  index(request.group_id);
  return {.error_code = error};
}

protocol::LeaveGroupResponse Groups::leave_group(const protocol::LeaveGroupRequest& request,
                                                 Turn turn) {
  if (request.group_id.empty()) return {.error_code = ErrorCode::invalid_group_id};
  auto* left = find_for_writing(request.group_id);
  if (!left) {
    protocol::LeaveGroupResponse response;
    for (const auto& member : request.members)
      response.members.push_back(
          {member.member_id, member.group_instance_id, ErrorCode::unknown_member_id});
    return response;
  }
  auto response = protocol_on(request.group_id, *left, turn).leave(request);
  index(request.group_id);
  return response;
}

protocol::DescribeGroupsResponse::DescribedGroup Groups::describe_group(
    const std::string& group_id, const Caller& caller) const {
  constexpr protocol::Version tells_unknown_groups = 6;
  const auto* described = find_written(group_id);
  if (!described) {
    protocol::DescribeGroupsResponse::DescribedGroup dead{.group_id = group_id,
                                                          .group_state = "Dead"};
    if (caller.version < tells_unknown_groups) return dead;
    dead.error_code = ErrorCode::group_id_not_found;
    dead.error_message = "Group " + group_id + " not found.";
    return dead;
  }
  const auto& group = described->classic();
  const auto is_stable = group.is(ClassicState::stable);
  protocol::DescribeGroupsResponse::DescribedGroup told{
      .group_id = group_id,
      .group_state = std::string{kafka_name(group.state())},
      .protocol_type = group.protocol_type().value_or(""),
      .protocol_data = is_stable ? group.protocol().value_or("") : ""};
  for (const auto& [id, member] : group.members()) {
    const auto* metadata = is_stable ? member.metadata(told.protocol_data) : nullptr;
    told.members.push_back({.member_id = id,
                            .group_instance_id = member.instance_id,
                            .client_id = member.client_id,
                            .client_host = member.client_host,
                            .member_metadata = metadata ? *metadata : Slice{},
                            .member_assignment = member.assignment});
  }
  return told;
}

protocol::ListGroupsResponse Groups::list_groups(const protocol::ListGroupsRequest& request) const {
  protocol::ListGroupsResponse response;
  if (!type_wanted(request.types_filter, classic_type)) return response;
  for (const auto& [id, listed] : groups_) {
    if (is_unwritten(id)) continue;
    const auto state = kafka_name(listed->classic().state());
    if (!state_wanted(request.states_filter, state)) continue;
    response.groups.push_back({.group_id = id,
                               .protocol_type = listed->classic().protocol_type().value_or(""),
                               .group_state = std::string{state},
                               .group_type = std::string{classic_type}});
  }
  return response;
}

ErrorCode Groups::expire_member(const std::string& group_id, const std::string& member_id,
                                Turn turn) {
  auto* left = find_for_writing(group_id);
  if (!left) return ErrorCode::group_id_not_found;
  const auto error = protocol_on(group_id, *left, turn).expire(member_id);
  index(group_id);
  return error;
}

ErrorCode Groups::rebalance(const std::string& group_id, Turn turn) {
  auto* rebalanced = find_for_writing(group_id);
  if (!rebalanced) return ErrorCode::group_id_not_found;
  protocol_on(group_id, *rebalanced, turn).rebalance();
  index(group_id);
  return ErrorCode::none;
}

protocol::DeleteGroupsResponse Groups::delete_groups(const std::vector<std::string>& group_ids,
                                                     Turn turn) {
  Records records;
  protocol::DeleteGroupsResponse response;
  for (const auto& id : group_ids) {
    auto& result = response.results.emplace_back(id);
    const auto* doomed = find(id);
    if (!doomed) {
      result.error_code = ErrorCode::group_id_not_found;
    } else if (!doomed->classic().is_empty()) {
      result.error_code = ErrorCode::non_empty_group;
    } else {
      append_tombstones(id, doomed->durable.offsets, records);
      records.push_back(group_metadata_tombstone(id));
    }
  }
  const auto error = records.empty() ? ErrorCode::none : write(group_ids.front(), records, turn);
  if (error != ErrorCode::none)
    for (auto& result : response.results) result.error_code = error;
  return response;
}

}  // namespace dogear::coordinator
