// The state of a classic group: members, leader, chosen protocol, rounds in progress, deadlines.
// Only bookkeeping: classic_protocol.hpp decides what happens when.
//
//   Empty -> PreparingRebalance -> CompletingRebalance -> Stable
//     ^------------'  ^------------------'------------------'
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <boost/container/flat_map.hpp>
#include <boost/container/flat_set.hpp>

#include "base/error_code.hpp"
#include "coordinator/classic_member.hpp"
#include "coordinator/expiry.hpp"
#include "coordinator/records/group_metadata.hpp"

namespace dogear::coordinator {

enum class ClassicState { empty, preparing_rebalance, completing_rebalance, stable };
std::string_view kafka_name(ClassicState state);

class ClassicGroup {
 public:
  using Members = std::map<std::string, ClassicMember>;
  using Ids = boost::container::flat_set<std::string>;
  using PendingMembers = boost::container::flat_map<std::string, PendingMember>;

  ClassicGroup() = default;
  explicit ClassicGroup(BrokerTime now) : state_since_(now) {}
  // As Kafka rebuilds it from its record: Stable if it has members, else Empty. Rounds in progress
  // are lost, and no session is running yet.
  explicit ClassicGroup(const GroupMetadataValue& recorded);

  GroupMetadataValue to_record() const;

  ClassicState state() const { return state_; }
  bool is(ClassicState state) const { return state_ == state; }
  bool is_empty() const { return is(ClassicState::empty); }
  // PreparingRebalance followed Empty: such a round lasts for the initial rebalance delay.
  bool is_initial_round() const { return initial_round_; }
  std::optional<BrokerTime> state_since() const { return state_since_; }
  void move_to(ClassicState state, BrokerTime now);

  std::int32_t generation() const { return generation_; }
  // Increments the generation, chooses the protocol, and moves to CompletingRebalance, or, if there
  // are no members, to Empty.
  void begin_generation(BrokerTime now);
  // Generations up to this one were told before a snapshot was restored: the next one is above it.
  std::int32_t generation_floor() const { return generation_floor_; }
  void set_generation_floor(std::int32_t floor) { generation_floor_ = floor; }

  const std::optional<std::string>& protocol_type() const { return protocol_type_; }
  const std::optional<std::string>& protocol() const { return protocol_; }
  bool uses_consumer_protocol() const;
  // Whether the type is the group's and every member supports at least one of the protocols. An
  // empty group supports any type with any protocol.
  bool supports(const std::string& type, const std::vector<JoinProtocol>& protocols) const;
  // The one with the most votes among those that every member supports.
  std::string select_protocol() const;

  bool knows_subscribed_topics() const { return subscribed_topics_.has_value(); }
  bool is_subscribed_to(const std::string& topic) const;

  const Members& members() const { return members_; }
  ClassicMember* member(const std::string& id);
  template <class F>
  void for_each_member(F f) {
    for (auto& [id, member] : members_) f(id, member);
  }
  const std::string* static_member_id(const std::string& instance_id) const;
  const std::optional<std::string>& leader() const { return leader_; }
  bool is_leader(const std::string& id) const { return leader_ == id; }
  // Whether `id` is a member and, if an instance id is given, registered under it.
  ErrorCode validate(const std::string& id, const std::optional<std::string>& instance_id) const;
  Millis rebalance_timeout() const;  // the longest of all members

  // The first member decides the protocol type.
  void add(const std::string& id, const std::string& protocol_type, ClassicMember member);
  // If it was the leader, the first member by id becomes the leader. (Kafka takes the first one in
  // the order of its hash map.)
  void remove(const std::string& id);
  // Gives a static member that came back a new id. Requests that wait under the old one are fenced.
  ClassicMember& replace(const std::string& old_id, const std::string& new_id, Changes& changes);
  void set_protocols(ClassicMember& member, std::vector<JoinProtocol> protocols);
  // Of the record of this generation. The group keeps that record anyway, so members share its
  // bytes: their assignments, and their metadata for the chosen protocol.
  void take_assignments(const GroupMetadataValue& recorded);

  // Makes a member that waits in this round the leader, unless the leader waits itself. False if no
  // member waits.
  bool elect_leader();

  // Members that wait for the round to complete. A member has one waiting request at a time: as in
  // Kafka, one that is replaced by another is never answered.
  std::size_t waiting_for_join() const { return waiting_for_join_; }
  bool has_all_joined() const { return members_.size() == waiting_for_join_ && pending_.empty(); }
  void park_join(ClassicMember& member, ParkedPtr<protocol::JoinGroupResponse> join);
  void unpark_join(ClassicMember& member);
  bool answer_join(ClassicMember& member, protocol::JoinGroupResponse response, Changes& changes);
  void park_sync(ClassicMember& member, ParkedPtr<protocol::SyncGroupResponse> sync);
  bool answer_sync(ClassicMember& member, protocol::SyncGroupResponse response, Changes& changes);
  // All members with their metadata for the chosen protocol, as the answer to the leader lists
  // them.
  std::vector<protocol::JoinGroupResponse::Member> members_for_leader() const;

  const PendingMembers& pending() const { return pending_; }
  bool is_pending(const std::string& id) const { return pending_.contains(id); }
  void add_pending(const std::string& id, PendingMember pending);
  void note_new_member() { new_member_ = true; }
  bool take_new_member() { return std::exchange(new_member_, false); }

  // Members whose SyncGroup of this generation has not come yet.
  const Ids& pending_sync() const { return pending_sync_; }
  void expect_sync(const std::string& id) { pending_sync_.insert(id); }
  void note_sync(const std::string& id);
  void forget_syncs();

  // Deadlines are fields of what expires; next_deadline() is the earliest.
  struct JoinDeadline {
    BrokerTime at{};
    // For an initial round: how long this delay is, and how much of the rebalance time-out follows.
    struct Extension {
      Millis delay{};
      Millis remaining{};
    };
    std::optional<Extension> initial;
  };
  struct SessionDeadline {
    BrokerTime at{};
    std::string member_id;
    friend auto operator<=>(const SessionDeadline&, const SessionDeadline&) = default;
  };
  void set_session(const std::string& id, ClassicMember& member, std::optional<BrokerTime> at);
  void set_pending_deadline(const std::string& id, BrokerTime at);
  // Sessions that the leap renews are renewed at its end, as by a heartbeat.
  void end_leap(const Leap& leap);
  const SessionDeadline* next_session() const {
    return sessions_.empty() ? nullptr : &*sessions_.begin();
  }
  const std::optional<JoinDeadline>& join_deadline() const { return join_deadline_; }
  void set_join_deadline(std::optional<JoinDeadline> deadline) { join_deadline_ = deadline; }
  const std::optional<BrokerTime>& sync_deadline() const { return sync_deadline_; }
  void set_sync_deadline(std::optional<BrokerTime> at) { sync_deadline_ = at; }
  std::optional<BrokerTime> next_deadline() const;

 private:
  void forget_pending(const std::string& id);
  void count_protocols(const ClassicMember& member, int by);
  void derive_subscribed_topics();

  ClassicState state_ = ClassicState::empty;
  bool initial_round_ = false;
  bool new_member_ = false;  // one joined during the initial delay
  std::optional<BrokerTime> state_since_;
  std::optional<std::string> protocol_type_;
  std::int32_t generation_ = 0;
  std::int32_t generation_floor_ = 0;
  std::optional<std::string> protocol_;
  std::optional<std::string> leader_;
  Members members_;
  // Most groups have few of these, if any: an empty std::map would take twice the memory.
  boost::container::flat_map<std::string, std::string> static_members_;  // by instance id: its id
  PendingMembers pending_;
  std::size_t waiting_for_join_ = 0;
  boost::container::flat_map<std::string, std::size_t> supported_;  // by how many members
  Ids pending_sync_;
  std::optional<boost::container::flat_set<std::string>> subscribed_topics_;

  std::set<SessionDeadline> sessions_;
  std::optional<JoinDeadline> join_deadline_;
  std::optional<BrokerTime> sync_deadline_;
};

}  // namespace dogear::coordinator
