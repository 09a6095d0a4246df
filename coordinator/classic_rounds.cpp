// Rounds of a classic group: how a rebalance begins and ends, and what deadlines do.
#include <algorithm>
#include <cassert>

#include "coordinator/classic_protocol.hpp"

namespace dogear::coordinator {

ErrorCode ClassicProtocol::write(const GroupMetadataValue& value) {
  const auto record = group_metadata_record(group_id_, value);
  return coordinator::write(
      turn_, state_, partition_for(group_id_, config_.offsets_topic_num_partitions), {&record, 1});
}

void ClassicProtocol::renew_session(const std::string& member_id, ClassicMember& member) {
  group_.set_session(member_id, member, turn_.now + member.session_timeout);
}

void ClassicProtocol::turn_away() {
  constexpr auto error = ErrorCode::not_coordinator;
  group_.for_each_member([&](const auto& id, auto& member) {
    group_.answer_join(member, {.error_code = error, .member_id = id}, turn_.changes);
    group_.answer_sync(member, {.error_code = error}, turn_.changes);
  });
}

void ClassicProtocol::begin_sessions() {
  group_.for_each_member([&](const auto& id, auto& member) { renew_session(id, member); });
  // The limit may have been lowered since: in a new round those beyond it are refused.
  const auto room = static_cast<std::size_t>(config_.group_max_size);
  if (group_.members().size() > room) prepare_rebalance();
}

void ClassicProtocol::prepare_or_complete() {
  if (group_.is(ClassicState::preparing_rebalance)) return maybe_complete_join();
  prepare_rebalance();
}

void ClassicProtocol::prepare_rebalance() {
  if (group_.is(ClassicState::completing_rebalance)) {
    group_.for_each_member([](const auto&, auto& member) { member.assignment = {}; });
    answer_syncs(ErrorCode::rebalance_in_progress);
  }
  group_.forget_syncs();
  const auto from_empty = group_.is_empty();
  group_.move_to(ClassicState::preparing_rebalance, turn_.now);
  const auto timeout = group_.rebalance_timeout();
  if (from_empty) {
    // Other members are probably starting, too: give them time to join.
    const auto delay = config_.group_initial_rebalance_delay;
    const auto remaining = std::max(timeout - delay, Millis{0});
    return group_.set_join_deadline({{turn_.now + delay, {{delay, remaining}}}});
  }
  if (group_.has_all_joined()) return complete_join();
  group_.set_join_deadline({{turn_.now + timeout, std::nullopt}});
}

// An initial round is completed by its deadline alone.
void ClassicProtocol::maybe_complete_join() {
  if (!group_.is(ClassicState::preparing_rebalance) || group_.is_initial_round()) return;
  if (group_.has_all_joined()) complete_join();
}

void ClassicProtocol::complete_join() {
  group_.set_join_deadline(std::nullopt);
  drop_laggards();
  if (!group_.elect_leader() && !group_.members().empty()) {
    // Only static members are left, and none has joined: they stay until their sessions expire.
    const auto again = turn_.now + std::max(group_.rebalance_timeout(), Millis{1});
    return group_.set_join_deadline({{again, std::nullopt}});
  }
  group_.begin_generation(turn_.now);
  if (!group_.is_empty()) return tell_everybody();
  // If the log refuses this, the group is empty all the same. A later load finds the members of the
  // last record again, and their sessions expire.
  (void)write(group_.to_record());
}

// Dynamic members that have not joined are removed; static ones stay until their sessions expire.
void ClassicProtocol::drop_laggards() {
  std::vector<std::string> laggards;
  for (const auto& [id, member] : group_.members())
    if (!member.join && !member.is_static()) laggards.push_back(id);
  for (const auto& id : laggards) group_.remove(id);
}

void ClassicProtocol::tell_everybody() {
  group_.for_each_member([&](const auto& id, auto& member) {
    auto told = generation_answer(id);
    if (group_.is_leader(id)) told.members = group_.members_for_leader();
    group_.answer_join(member, std::move(told), turn_.changes);
    renew_session(id, member);
    member.is_new = false;
    group_.expect_sync(id);
  });
  group_.set_sync_deadline(turn_.now + group_.rebalance_timeout());
}

std::optional<CameDue> ClassicProtocol::expire_one(const Leap* leap) {
  const auto due = group_.next_deadline();
  if (!due) return std::nullopt;
  const auto* session = group_.next_session();
  if (session && session->at == *due) {
    const auto member_id = session->member_id;
    const auto* member = group_.member(member_id);
    if (member && member->has_satisfied_heartbeat()) {
      group_.set_session(member_id, *group_.member(member_id), std::nullopt);
      return std::nullopt;
    }
    return expire_session(leap);
  }
  if (group_.join_deadline()) {  // then no SyncGroup is awaited
    expire_join_phase();
    return CameDue{*due, group_id_, JoinPhaseEnded{}};
  }
  expire_sync_phase();
  return CameDue{*due, group_id_, SyncPhaseExpired{}};
}

CameDue ClassicProtocol::expire_session(const Leap* leap) {
  const auto [at, id] = *group_.next_session();
  const auto* member = group_.member(id);
  const auto connection = member ? member->connection : group_.pending().at(id).connection;
  if (leap && leap->renews(connection)) {
    // Then end_leap() gives it its full length again.
    const auto beyond_leap = leap->until + Millis{1};
    if (member)
      group_.set_session(id, *group_.member(id), beyond_leap);
    else
      group_.set_pending_deadline(id, beyond_leap);
    return {at, group_id_, SessionRenewed{id}};
  }
  if (member) {
    expire_member(id);
    return {at, group_id_, SessionExpired{id}};
  }
  expire_pending(id);
  return {at, group_id_, PendingMemberExpired{id}};
}

void ClassicProtocol::expire_member(const std::string& member_id) {
  group_.answer_join(*group_.member(member_id), {.error_code = ErrorCode::unknown_member_id},
                     turn_.changes);
  group_.remove(member_id);
  if (!group_.is(ClassicState::preparing_rebalance)) return prepare_or_complete();
  if (group_.has_all_joined()) complete_join();
}

ErrorCode ClassicProtocol::expire(const std::string& member_id) {
  auto* member = group_.member(member_id);
  if (!member && !group_.is_pending(member_id)) return ErrorCode::unknown_member_id;
  if (!member) {
    expire_pending(member_id);
    return ErrorCode::none;
  }
  // The session of a member that waits never expires by itself, so only here may it wait for a
  // sync.
  group_.answer_sync(*member, {.error_code = ErrorCode::unknown_member_id}, turn_.changes);
  expire_member(member_id);
  return ErrorCode::none;
}

void ClassicProtocol::rebalance() {
  if (group_.is_empty() || group_.is(ClassicState::preparing_rebalance)) return;
  prepare_rebalance();
}

void ClassicProtocol::expire_pending(const std::string& member_id) {
  group_.remove(member_id);
  if (group_.is(ClassicState::preparing_rebalance) && group_.has_all_joined()) complete_join();
}

void ClassicProtocol::expire_join_phase() {
  const auto deadline = *group_.join_deadline();
  if (!deadline.initial || deadline.initial->remaining == Millis{0} || !group_.take_new_member())
    return complete_join();
  // A new member joined during the delay, so others may follow: wait again, as long as the
  // rebalance time-out allows.
  const auto [delay, remaining] = *deadline.initial;
  const auto next = std::min(config_.group_initial_rebalance_delay, remaining);
  const auto left = std::max(remaining - delay, Millis{0});
  group_.set_join_deadline({{turn_.now + next, {{next, left}}}});
}

void ClassicProtocol::expire_sync_phase() {
  const auto silent = group_.pending_sync();
  assert(!silent.empty());
  for (const auto& id : silent) group_.remove(id);
  prepare_rebalance();
}

}  // namespace dogear::coordinator
