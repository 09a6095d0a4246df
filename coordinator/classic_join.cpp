// JoinGroup to a classic group.
#include <algorithm>

#include "coordinator/classic_protocol.hpp"

namespace dogear::coordinator {
namespace {

constexpr protocol::Version requires_known_member_id = 4;
constexpr protocol::Version supports_skipping_assignment = 9;

std::vector<JoinProtocol> kept(const std::vector<JoinProtocol>& protocols) {
  auto copy = protocols;
  for (auto& protocol : copy) protocol.metadata = Slice::copy_of(protocol.metadata.bytes());
  return copy;
}

}  // namespace

void ClassicProtocol::refuse(const Join& join, ErrorCode error, std::string member_id) {
  answer(join,
         protocol::JoinGroupResponse{
             .error_code = error, .protocol_name = std::nullopt, .member_id = std::move(member_id)},
         turn_.changes);
}

void ClassicProtocol::join(Request request, const Caller& caller, const std::string& fresh_id,
                           const Join& join) {
  if (caller.version == 0) request.rebalance_timeout_ms = request.session_timeout_ms;
  if (!accepts(request.member_id)) {
    group_.remove(request.member_id);
    return refuse(join, ErrorCode::group_max_size_reached, "");
  }
  if (request.member_id.empty()) return join_new(request, caller, fresh_id, join);
  join_known(request, caller, join);
}

// Of group.max.size. During PreparingRebalance the members that wait in the round are counted, not
// the members of the last generation: those that join last are refused.
bool ClassicProtocol::accepts(const std::string& member_id) {
  const auto room = static_cast<std::size_t>(config_.group_max_size);
  const auto* member = group_.member(member_id);
  switch (group_.state()) {
    case ClassicState::empty:
      return true;
    case ClassicState::preparing_rebalance:
      return (member && member->join) || group_.waiting_for_join() < room;
    case ClassicState::completing_rebalance:
    case ClassicState::stable:
      return member || group_.members().size() < room;
  }
  return false;
}

void ClassicProtocol::join_new(const Request& request, const Caller& caller,
                               const std::string& fresh_id, const Join& join) {
  if (!group_.supports(request.protocol_type, request.protocols))
    return refuse(join, ErrorCode::inconsistent_group_protocol, "");
  if (request.group_instance_id) {
    if (group_.static_member_id(*request.group_instance_id))
      return replace_static(request, caller, fresh_id, join);
    return add_member(request, caller, fresh_id, join);
  }
  if (caller.version < requires_known_member_id) return add_member(request, caller, fresh_id, join);

  const Millis session_timeout{request.session_timeout_ms};
  group_.add_pending(fresh_id, {.session_timeout = session_timeout,
                                .connection = caller.connection,
                                .deadline = turn_.now + session_timeout});
  refuse(join, ErrorCode::member_id_required, fresh_id);
}

void ClassicProtocol::join_known(const Request& request, const Caller& caller, const Join& join) {
  const auto id = request.member_id;
  if (!group_.supports(request.protocol_type, request.protocols))
    return refuse(join, ErrorCode::inconsistent_group_protocol, id);
  if (group_.is_pending(id)) {
    // Kafka throws here: a pending member cannot be static.
    if (request.group_instance_id) return refuse(join, ErrorCode::unknown_server_error, "");
    return add_member(request, caller, id, join);
  }
  if (const auto error = group_.validate(id, request.group_instance_id); error != ErrorCode::none)
    return refuse(join, error, id);
  join_member(request, *group_.member(id), caller, join);
}

void ClassicProtocol::join_member(const Request& request, ClassicMember& member,
                                  const Caller& caller, const Join& join) {
  const auto same = same_protocols(member.protocols, request.protocols);
  switch (group_.state()) {
    case ClassicState::empty:  // a group without members has none to be validated
      return refuse(join, ErrorCode::unknown_member_id, request.member_id);
    case ClassicState::preparing_rebalance:
      break;
    case ClassicState::completing_rebalance:
      // The member may have missed the answer to the same JoinGroup.
      if (same) return tell_generation(request.member_id, join);
      break;
    case ClassicState::stable:
      // A leader that joins again asks for a new assignment, whether or not its metadata changed.
      if (same && !group_.is_leader(request.member_id))
        return tell_generation(request.member_id, join);
      break;
  }
  update_member(request, member, caller, join);
  prepare_or_complete();
}

void ClassicProtocol::add_member(const Request& request, const Caller& caller,
                                 const std::string& member_id, const Join& join) {
  if (group_.is(ClassicState::preparing_rebalance) && group_.is_initial_round())
    group_.note_new_member();

  group_.add(member_id, request.protocol_type,
             {.instance_id = request.group_instance_id,
              .client_id = caller.client_id,
              .client_host = caller.client_host,
              .rebalance_timeout = Millis{request.rebalance_timeout_ms},
              .session_timeout = Millis{request.session_timeout_ms},
              .protocols = kept(request.protocols),
              .connection = caller.connection,
              .is_new = true});
  auto& member = *group_.member(member_id);
  group_.park_join(member, join);
  // Its session begins with the generation. Until then it cannot send heartbeats, so without this
  // deadline a member whose connection is gone would stay for ever.
  group_.set_session(member_id, member, turn_.now + GroupConfig::new_member_join_timeout);
  prepare_or_complete();
}

// The member takes over what it asks for, and waits for the round.
void ClassicProtocol::update_member(const Request& request, ClassicMember& member,
                                    const Caller& caller, const Join& join) {
  group_.set_protocols(member, kept(request.protocols));
  member.rebalance_timeout = Millis{request.rebalance_timeout_ms};
  member.session_timeout = Millis{request.session_timeout_ms};
  member.connection = caller.connection;
  group_.park_join(member, join);
}

void ClassicProtocol::replace_static(const Request& request, const Caller& caller,
                                     const std::string& new_id, const Join& join) {
  const auto old_id = *group_.static_member_id(*request.group_instance_id);
  const auto old_leader = group_.leader();
  auto& member = group_.replace(old_id, new_id, turn_.changes);
  renew_session(new_id, member);

  const auto before = member;
  update_member(request, member, caller, join);

  switch (group_.state()) {
    case ClassicState::stable:
      if (group_.select_protocol() == group_.protocol())
        return keep_generation(new_id, old_id, before, old_leader, caller, join);
      return prepare_or_complete();
    case ClassicState::completing_rebalance:
      // The leader may be about to assign partitions to the old id.
      return prepare_rebalance();
    case ClassicState::preparing_rebalance:
    case ClassicState::empty:
      return maybe_complete_join();
  }
}

// A static member came back to a stable group: no rebalance, but its new id is recorded. Before v9
// a leader could not be told to skip the assignment; it is told its old id as the leader's, and so
// takes itself for a follower.
void ClassicProtocol::keep_generation(const std::string& new_id, const std::string& old_id,
                                      const ClassicMember& before,
                                      const std::optional<std::string>& old_leader,
                                      const Caller& caller, const Join& join) {
  auto& member = *group_.member(new_id);
  auto answer_with = generation_answer(new_id);
  if (const auto error = write(group_.to_record()); error != ErrorCode::none) {
    group_.unpark_join(member);
    group_.set_protocols(member, before.protocols);
    member.rebalance_timeout = before.rebalance_timeout;
    member.session_timeout = before.session_timeout;
    renew_session(old_id, group_.replace(new_id, old_id, turn_.changes));
    answer_with.error_code = error;
    answer_with.member_id.clear();
    answer_with.leader = old_leader.value_or("");
    return answer(join, std::move(answer_with), turn_.changes);
  }
  if (caller.version < supports_skipping_assignment) {
    answer_with.leader = old_leader.value_or("");
  } else if (group_.is_leader(new_id)) {
    answer_with.members = group_.members_for_leader();
    answer_with.skip_assignment = true;
  }
  group_.answer_join(member, std::move(answer_with), turn_.changes);
}

void ClassicProtocol::tell_generation(const std::string& member_id, const Join& join) {
  auto told = generation_answer(member_id);
  if (group_.is(ClassicState::completing_rebalance) && group_.is_leader(member_id))
    told.members = group_.members_for_leader();
  answer(join, std::move(told), turn_.changes);
}

protocol::JoinGroupResponse ClassicProtocol::generation_answer(const std::string& member_id) const {
  return {.generation_id = group_.generation(),
          .protocol_type = group_.protocol_type(),
          .protocol_name = group_.protocol(),
          .leader = group_.leader().value_or(""),
          .member_id = member_id};
}

}  // namespace dogear::coordinator
