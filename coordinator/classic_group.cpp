#include "coordinator/classic_group.hpp"

#include <algorithm>

#include "base/seeded_bug.hpp"
#include "coordinator/config.hpp"
#include "coordinator/records/consumer_protocol.hpp"

namespace dogear::coordinator {

std::string_view kafka_name(ClassicState state) {
  switch (state) {
    case ClassicState::empty:
      return "Empty";
    case ClassicState::preparing_rebalance:
      return "PreparingRebalance";
    case ClassicState::completing_rebalance:
      return "CompletingRebalance";
    case ClassicState::stable:
      return "Stable";
  }
  return "";
}

ClassicGroup::ClassicGroup(const GroupMetadataValue& recorded)
    : state_(recorded.members.empty() ? ClassicState::empty : ClassicState::stable),
      generation_(recorded.generation),
      protocol_(recorded.protocol) {
  if (recorded.current_state_timestamp != no_timestamp)
    state_since_ = broker_time(recorded.current_state_timestamp);
  if (!recorded.protocol_type.empty()) protocol_type_ = recorded.protocol_type;
  for (const auto& from : recorded.members) {
    const auto rebalance_timeout =
        from.rebalance_timeout == -1 ? from.session_timeout : from.rebalance_timeout;
    ClassicMember member{.instance_id = from.group_instance_id,
                         .client_id = from.client_id,
                         .client_host = from.client_host,
                         .rebalance_timeout = Millis{rebalance_timeout},
                         .session_timeout = Millis{from.session_timeout},
                         .assignment = from.assignment.retained()};
    member.protocols.push_back({recorded.protocol.value_or(""), from.subscription.retained()});
    add(from.member_id, recorded.protocol_type, std::move(member));
  }
  if (recorded.leader && members_.contains(*recorded.leader)) leader_ = recorded.leader;
  derive_subscribed_topics();
}

GroupMetadataValue ClassicGroup::to_record() const {
  GroupMetadataValue value{.protocol_type = protocol_type_.value_or(""),
                           .generation = generation_,
                           .protocol = protocol_,
                           .leader = leader_};
  if (state_since_) value.current_state_timestamp = epoch_ms(*state_since_);
  for (const auto& [id, member] : members_) {
    const auto* metadata = member.metadata(protocol_.value_or(""));
    value.members.push_back(
        {.member_id = id,
         .group_instance_id = member.instance_id,
         .client_id = member.client_id,
         .client_host = member.client_host,
         .rebalance_timeout = static_cast<std::int32_t>(member.rebalance_timeout.count()),
         .session_timeout = static_cast<std::int32_t>(member.session_timeout.count()),
         .subscription = metadata ? *metadata : Slice{},
         .assignment = member.assignment});
  }
  return value;
}

void ClassicGroup::move_to(ClassicState state, BrokerTime now) {
  initial_round_ = is_empty() && state == ClassicState::preparing_rebalance;
  state_ = state;
  state_since_ = now;
}

void ClassicGroup::begin_generation(BrokerTime now) {
  const auto before = std::max(generation_, generation_floor_);
  // Java's int wraps as well.
  if (!seeded_bug(Bug::double_ownership) || members_.size() < 2)
    generation_ = static_cast<std::int32_t>(static_cast<std::uint32_t>(before) + 1);
  protocol_.reset();
  if (!members_.empty()) protocol_ = select_protocol();
  derive_subscribed_topics();
  move_to(members_.empty() ? ClassicState::empty : ClassicState::completing_rebalance, now);
  forget_syncs();
}

ClassicMember* ClassicGroup::member(const std::string& id) {
  const auto found = members_.find(id);
  return found == members_.end() ? nullptr : &found->second;
}

const std::string* ClassicGroup::static_member_id(const std::string& instance_id) const {
  const auto found = static_members_.find(instance_id);
  return found == static_members_.end() ? nullptr : &found->second;
}

ErrorCode ClassicGroup::validate(const std::string& id,
                                 const std::optional<std::string>& instance_id) const {
  if (instance_id) {
    const auto* registered = static_member_id(*instance_id);
    if (!registered) return ErrorCode::unknown_member_id;
    if (*registered != id) return ErrorCode::fenced_instance_id;
  }
  return members_.contains(id) ? ErrorCode::none : ErrorCode::unknown_member_id;
}

Millis ClassicGroup::rebalance_timeout() const {
  Millis longest{0};
  for (const auto& [id, member] : members_) longest = std::max(longest, member.rebalance_timeout);
  return longest;
}

void ClassicGroup::add(const std::string& id, const std::string& protocol_type,
                       ClassicMember member) {
  if (members_.empty()) protocol_type_ = protocol_type;
  if (member.instance_id) static_members_[*member.instance_id] = id;
  if (!leader_) leader_ = id;
  forget_pending(id);
  count_protocols(member, +1);
  members_.insert_or_assign(id, std::move(member));
}

void ClassicGroup::remove(const std::string& id) {
  if (auto* leaving = member(id)) {
    set_session(id, *leaving, std::nullopt);
    unpark_join(*leaving);
    count_protocols(*leaving, -1);
    if (leaving->instance_id) static_members_.erase(*leaving->instance_id);
    members_.erase(id);
  }
  if (is_leader(id)) {
    leader_.reset();
    if (!members_.empty()) leader_ = members_.begin()->first;
  }
  forget_pending(id);
  note_sync(id);
}

ClassicMember& ClassicGroup::replace(const std::string& old_id, const std::string& new_id,
                                     Changes& changes) {
  auto& old = *member(old_id);
  answer_join(old,
              {.error_code = ErrorCode::fenced_instance_id,
               .protocol_name = std::nullopt,
               .member_id = old_id},
              changes);
  answer_sync(old, {.error_code = ErrorCode::fenced_instance_id}, changes);
  set_session(old_id, old, std::nullopt);
  old.is_new = false;
  static_members_[*old.instance_id] = new_id;
  if (is_leader(old_id)) leader_ = new_id;

  auto node = members_.extract(old_id);
  node.key() = new_id;
  return members_.insert(std::move(node)).position->second;
}

void ClassicGroup::take_assignments(const GroupMetadataValue& recorded) {
  for (const auto& from : recorded.members) {
    auto& member = members_.at(from.member_id);
    member.assignment = from.assignment;
    for (auto& protocol : member.protocols)
      if (protocol.name == recorded.protocol) protocol.metadata = from.subscription;
  }
}

bool ClassicGroup::elect_leader() {
  if (!leader_) return false;
  if (member(*leader_)->join) return true;
  for (const auto& [id, candidate] : members_) {
    if (!candidate.join) continue;
    leader_ = id;
    return true;
  }
  return false;
}

void ClassicGroup::park_join(ClassicMember& member, ParkedPtr<protocol::JoinGroupResponse> join) {
  unpark_join(member);  // one that is replaced is never answered
  ++waiting_for_join_;
  member.join = std::move(join);
}

void ClassicGroup::unpark_join(ClassicMember& member) {
  if (member.join) --waiting_for_join_;
  member.join.reset();
}

bool ClassicGroup::answer_join(ClassicMember& member, protocol::JoinGroupResponse response,
                               Changes& changes) {
  if (!member.join) return false;
  answer(member.join, std::move(response), changes);
  unpark_join(member);
  return true;
}

// As with JoinGroup, one that is replaced is never answered.
void ClassicGroup::park_sync(ClassicMember& member, ParkedPtr<protocol::SyncGroupResponse> sync) {
  member.sync = std::move(sync);
}

bool ClassicGroup::answer_sync(ClassicMember& member, protocol::SyncGroupResponse response,
                               Changes& changes) {
  if (!member.sync) return false;
  answer(member.sync, std::move(response), changes);
  member.sync.reset();
  return true;
}

std::vector<protocol::JoinGroupResponse::Member> ClassicGroup::members_for_leader() const {
  std::vector<protocol::JoinGroupResponse::Member> told;
  told.reserve(members_.size());
  for (const auto& [id, member] : members_) {
    const auto* metadata = member.metadata(protocol_.value_or(""));
    told.push_back({id, member.instance_id, metadata ? *metadata : Slice{}});
  }
  return told;
}

void ClassicGroup::add_pending(const std::string& id, PendingMember pending) {
  sessions_.insert({pending.deadline, id});
  pending_.insert_or_assign(id, pending);
}

void ClassicGroup::forget_pending(const std::string& id) {
  const auto pending = pending_.find(id);
  if (pending == pending_.end()) return;
  sessions_.erase({pending->second.deadline, id});
  pending_.erase(pending);
}

void ClassicGroup::note_sync(const std::string& id) {
  pending_sync_.erase(id);
  if (pending_sync_.empty()) sync_deadline_.reset();
}

void ClassicGroup::forget_syncs() {
  pending_sync_.clear();
  sync_deadline_.reset();
}

void ClassicGroup::set_session(const std::string& id, ClassicMember& member,
                               std::optional<BrokerTime> at) {
  if (member.session_deadline) sessions_.erase({*member.session_deadline, id});
  member.session_deadline = at;
  if (at) sessions_.insert({*at, id});
}

void ClassicGroup::set_pending_deadline(const std::string& id, BrokerTime at) {
  auto& pending = pending_.at(id);
  sessions_.erase({pending.deadline, id});
  pending.deadline = at;
  sessions_.insert({at, id});
}

void ClassicGroup::end_leap(const Leap& leap) {
  for_each_member([&](const auto& id, auto& member) {
    if (!member.session_deadline || !leap.renews(member.connection)) return;
    const auto timeout =
        member.is_new ? GroupConfig::new_member_join_timeout : member.session_timeout;
    set_session(id, member, std::max(*member.session_deadline, leap.until + timeout));
  });
  for (const auto& [id, pending] : pending_)
    if (leap.renews(pending.connection))
      set_pending_deadline(id, std::max(pending.deadline, leap.until + pending.session_timeout));
}

std::optional<BrokerTime> ClassicGroup::next_deadline() const {
  std::optional<BrokerTime> next;
  const auto consider = [&](BrokerTime at) { next = next ? std::min(*next, at) : at; };
  if (const auto* session = next_session()) consider(session->at);
  if (join_deadline_) consider(join_deadline_->at);
  if (sync_deadline_) consider(*sync_deadline_);
  return next;
}

}  // namespace dogear::coordinator
