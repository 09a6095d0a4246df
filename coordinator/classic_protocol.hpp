// The classic rebalance protocol on one group: what JoinGroup, SyncGroup, Heartbeat, LeaveGroup and
// the passing of time do. Checks come in Kafka's order.
//
// A round: members join and wait (PreparingRebalance). Once all have joined, or the time is up,
// they are told the new generation, and the leader is also told everybody's metadata
// (CompletingRebalance). Members sync and wait until the leader sends the assignments (Stable).
#pragma once
#include <optional>
#include <string>

#include "coordinator/config.hpp"
#include "coordinator/expiry.hpp"
#include "coordinator/group.hpp"
#include "coordinator/runtime.hpp"
#include "protocol/messages/heartbeat.hpp"
#include "protocol/messages/leave_group.hpp"

namespace dogear::coordinator {

// Who sends a request.
struct Caller {
  protocol::Version version = 0;
  std::string client_id;
  std::string client_host;  // as Java prints an address: "/127.0.0.1"
  ConnectionId connection = 0;
};

class ClassicProtocol {
 public:
  using Join = ParkedPtr<protocol::JoinGroupResponse>;
  using Sync = ParkedPtr<protocol::SyncGroupResponse>;

  // `state` is where this group's records are replayed.
  ClassicProtocol(const std::string& group_id, Group& group, const GroupConfig& config,
                  Replayed& state, Turn& turn)
      : group_id_(group_id),
        group_(group.soft.classic),
        durable_(group.durable),
        config_(config),
        state_(state),
        turn_(turn) {}

  // Both answer at once, or keep `join` or `sync` until they can. `fresh_id` is for a member that
  // has no id yet.
  void join(protocol::JoinGroupRequest request, const Caller& caller, const std::string& fresh_id,
            const Join& join);
  void sync(const protocol::SyncGroupRequest& request, const Caller& caller, const Sync& sync);
  ErrorCode heartbeat(const protocol::HeartbeatRequest& request, const Caller& caller);
  protocol::LeaveGroupResponse leave(const protocol::LeaveGroupRequest& request);
  // A member's accepted commit counts as a heartbeat, except in CompletingRebalance.
  void heard_commit_of(const std::string& member_id, const Caller& caller);

  // By command: as if the session of the member, or of the pending member, had expired now, even if
  // it waits for an answer.
  ErrorCode expire(const std::string& member_id);
  // By command: begins a round, unless one is being joined or the group is empty.
  void rebalance();

  // Before a load: waiting requests are answered with NOT_COORDINATOR. After it: sessions begin
  // anew.
  void turn_away();
  void begin_sessions();
  // Lets the earliest deadline come due; of several at the same time, sessions before phases.
  std::optional<CameDue> expire_one(const Leap* leap);

 private:
  using Request = protocol::JoinGroupRequest;

  // classic_join.cpp
  bool accepts(const std::string& member_id);
  void join_new(const Request& request, const Caller& caller, const std::string& fresh_id,
                const Join& join);
  void join_known(const Request& request, const Caller& caller, const Join& join);
  void join_member(const Request& request, ClassicMember& member, const Caller& caller,
                   const Join& join);
  void add_member(const Request& request, const Caller& caller, const std::string& member_id,
                  const Join& join);
  void update_member(const Request& request, ClassicMember& member, const Caller& caller,
                     const Join& join);
  void replace_static(const Request& request, const Caller& caller, const std::string& new_id,
                      const Join& join);
  void keep_generation(const std::string& new_id, const std::string& old_id,
                       const ClassicMember& before, const std::optional<std::string>& old_leader,
                       const Caller& caller, const Join& join);
  void tell_generation(const std::string& member_id, const Join& join);
  protocol::JoinGroupResponse generation_answer(const std::string& member_id) const;
  void refuse(const Join& join, ErrorCode error, std::string member_id);

  // classic_rounds.cpp
  void prepare_or_complete();
  void prepare_rebalance();
  void maybe_complete_join();
  void complete_join();
  void drop_laggards();
  void tell_everybody();
  void renew_session(const std::string& member_id, ClassicMember& member);
  CameDue expire_session(const Leap* leap);
  void expire_member(const std::string& member_id);
  void expire_pending(const std::string& member_id);
  void expire_join_phase();
  void expire_sync_phase();

  // classic_sync.cpp
  ErrorCode validate(const protocol::SyncGroupRequest& request) const;
  void store_assignments(const protocol::SyncGroupRequest& request);
  void answer_syncs(ErrorCode error);
  ErrorCode leave_one(const protocol::LeaveGroupRequest::MemberIdentity& leaving);
  void remove_leaver(const std::string& member_id);

  ErrorCode write(const GroupMetadataValue& value);

  const std::string& group_id_;
  ClassicGroup& group_;
  const Durable& durable_;
  const GroupConfig& config_;
  Replayed& state_;
  Turn& turn_;
};

}  // namespace dogear::coordinator
