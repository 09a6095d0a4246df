// The group coordinator: all groups by id, the requests that they serve, and their deadlines.
// Callers check first whether this node is the coordinator.
//
// A value: copying it copies pointers, and the first write to a group copies that group alone.
// A command answers, or parks the request. What is durable changes by records alone (runtime.hpp).
// After every command deadlines may already be due: ask next_deadline().
#pragma once
#include <array>
#include <map>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "base/cow.hpp"
#include "base/derive.hpp"
#include "coordinator/classic_protocol.hpp"
#include "coordinator/group.hpp"
#include "protocol/messages/delete_groups.hpp"
#include "protocol/messages/describe_groups.hpp"
#include "protocol/messages/list_groups.hpp"
#include "protocol/messages/offset_commit.hpp"
#include "protocol/messages/offset_delete.hpp"
#include "protocol/messages/offset_fetch.hpp"

namespace dogear::coordinator {

template <class Response>
using AnswerOrParked = std::variant<Response, ParkedPtr<Response>>;

class Groups final : public Replayed {
 public:
  // The check interval of offset expiry counts from `started_at`.
  Groups(GroupConfig config, Seed seed, BrokerTime started_at);

  const GroupConfig& config() const { return config_; }

  // Membership (groups_membership.cpp).
  // Refuses what Kafka refuses before it looks for the group or its coordinator.
  std::optional<protocol::JoinGroupResponse> refused_at_sight(
      const protocol::JoinGroupRequest& request) const;
  AnswerOrParked<protocol::JoinGroupResponse> join_group(const protocol::JoinGroupRequest& request,
                                                         const Caller& caller, Turn turn);
  AnswerOrParked<protocol::SyncGroupResponse> sync_group(const protocol::SyncGroupRequest& request,
                                                         const Caller& caller, Turn turn);
  protocol::HeartbeatResponse heartbeat(const protocol::HeartbeatRequest& request,
                                        const Caller& caller, Turn turn);
  // The members in the list leave. (In v0-2 the one member is not in the list; the handler puts it
  // there.)
  protocol::LeaveGroupResponse leave_group(const protocol::LeaveGroupRequest& request, Turn turn);
  protocol::DescribeGroupsResponse::DescribedGroup describe_group(const std::string& group_id,
                                                                  const Caller& caller) const;
  protocol::ListGroupsResponse list_groups(const protocol::ListGroupsRequest& request) const;
  // One result for each id, in the same order. REQUIRES: all belong to the same partition of the
  // offsets topic. If its log refuses, none is deleted.
  protocol::DeleteGroupsResponse delete_groups(const std::vector<std::string>& group_ids,
                                               Turn turn);

  // By command: as if the session of the member, or of the pending member, had expired now.
  // GROUP_ID_NOT_FOUND or UNKNOWN_MEMBER_ID if there is none.
  ErrorCode expire_member(const std::string& group_id, const std::string& member_id, Turn turn);
  // By command: begins a round, of which members learn by their next heartbeats. Does nothing if
  // one is being joined already, or the group is empty.
  ErrorCode rebalance(const std::string& group_id, Turn turn);

  // Offsets (groups_offsets.cpp). Topics have both name and id; callers have checked that they
  // exist.
  protocol::OffsetCommitResponse commit_offsets(const protocol::OffsetCommitRequest& request,
                                                const Caller& caller, Turn turn);
  // Nothing if the answer took more bytes: a request may name an offset again and again.
  std::optional<protocol::OffsetFetchResponse::Group> fetch_offsets(
      const protocol::OffsetFetchRequest::Group& request, std::size_t bytes_max) const;
  protocol::OffsetDeleteResponse delete_offsets(const protocol::OffsetDeleteRequest& request,
                                                Turn turn);
  // Writes tombstones for the topic's offsets in every group, but not for offsets of another topic
  // of the same name.
  void on_topic_deleted(const std::string& topic, const Uuid& id, Turn turn);

  // Time (groups_expiry.cpp).
  std::optional<BrokerTime> next_deadline() const;
  // Lets the earliest deadline come due, as if turn.now were its own time. Does nothing if none is.
  std::vector<CameDue> expire_one(Turn turn, const Leap* leap = nullptr);
  // To be called after all that came due in a leap. Gives the sessions that the leap renews their
  // full length again: otherwise they could expire before the next heartbeat, a moment later.
  void end_leap(const Leap& leap);

  // Loading (groups.cpp): the records of the log in order, then reload().
  void replay(const CoordinatorRecord& record) override;
  // As if the partition of the offsets topic had another coordinator: in its groups waiting
  // requests are answered with NOT_COORDINATOR, what is soft is lost, and sessions begin anew.
  void reload(PartitionIndex partition, Turn turn);
  // The log is gone, and with it every group.
  void unload(Turn turn);

  // How many member ids were given out, counted by a hash of group and client, so that a join
  // hardly ever changes the ids of other clients. So many as 4 KiB hold.
  using IdCounters = std::array<std::uint32_t, 1024>;

  // What clients, who live on after a restore, were told: no member id may be given twice, and no
  // group that has changed since the snapshot may tell a generation twice.
  struct Told {
    IdCounters ids_given;
    std::int32_t highest_generation;
    // Of groups with members that differ from those of the snapshot, by id.
    std::vector<std::pair<std::string, std::int32_t>> generation_floors;
  };
  // In these groups, which are left for those of a snapshot.
  Told told_since(const Groups& snapshot) const;
  // In these groups, which are those of the snapshot.
  void go_on_from(const Told& told, Turn turn);

  std::size_t size() const { return groups_.size(); }
  const Group* find(const std::string& group_id) const;
  // By id. A coordinator that is rebuilt from the log has the same durable part of each.
  const std::map<std::string, Cow<Group>>& all() const { return groups_; }

 private:
  using Records = std::vector<CoordinatorRecord>;

  PartitionIndex partition_of(const std::string& group_id) const {
    return partition_for(group_id, config_.offsets_topic_num_partitions);
  }
  ErrorCode write(const std::string& group_id, const Records& records, Turn& turn) {
    return coordinator::write(turn, *this, partition_of(group_id), records);
  }

  // The group for writing; it is created if there is none.
  Group& group(const std::string& group_id);
  Group* find_for_writing(const std::string& group_id);
  void erase(const std::string& group_id);
  // To be called after anything that may have moved the group's deadlines.
  void index(const std::string& group_id);
  ClassicProtocol protocol_on(const std::string& group_id, Group& group, Turn& turn) {
    return {group_id, group, config_, *this, turn};
  }
  std::string fresh_member_id(const protocol::JoinGroupRequest& request, const Caller& caller);

  // What a reader finds.
  const Group* find_written(const std::string& group_id) const;
  bool is_unwritten(const std::string& group_id) const;
  void reload(const std::string& group_id, Turn& turn);
  void replay(OffsetCommitRecord record);
  void replay(const std::string& id, const std::optional<Slice>& metadata);

  ErrorCode validate_commit(const protocol::OffsetCommitRequest& request,
                            const Caller& caller) const;

  std::vector<CameDue> clean_up(Turn& turn);
  void clean_up(const std::string& group_id, BrokerTime now, Records& records,
                std::vector<CameDue>& came_due) const;
  bool expire_offsets(const std::string& group_id, const Group& group, BrokerTime now,
                      Records& records, std::vector<CameDue>& came_due) const;
  void skip_idle_checks(BrokerTime now);

  GroupConfig config_;
  Seed seed_;
  std::map<std::string, Cow<Group>> groups_;
  std::uint64_t made_ = 0;  // groups, ever
  std::set<std::pair<BrokerTime, std::string>> deadlines_;
  BrokerTime next_check_;  // for expired offsets
  IdCounters ids_given_{};
  std::int32_t highest_generation_ = 0;  // of any group, ever
  // Groups of a commit that stored nothing. They are there for whoever writes; who only reads sees
  // them after the next record of their partition, as Kafka's readers see what was committed.
  std::map<PartitionIndex, std::set<std::string>> unwritten_;
};

}  // namespace dogear::coordinator
