// A consumer in a group: joins, syncs, sends heartbeats, fetches its partitions from the committed
// offsets on, and commits. What concerns positions is in positions.cpp.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "link.hpp"
#include "plan.hpp"
#include "protocol/messages/fetch.hpp"
#include "protocol/messages/join_group.hpp"
#include "protocol/messages/offset_commit.hpp"
#include "protocol/messages/offset_fetch.hpp"
#include "protocol/messages/sync_group.hpp"

namespace dogear::simulation {

constexpr Millis session_timeout{10'000};

class Consumer {
 public:
  Consumer(World& world, std::size_t client, std::string client_id, const Versions& versions,
           std::string group, std::optional<std::string> instance_id);

  // Does the next thing that a consumer would do.
  void consume(const Step& step);
  void fetch(const TopicPartition& partition, const Step& step);
  void commit();
  void fetch_offsets();
  void rejoin();
  void leave();
  void crash();
  Link& fetching() { return fetch_link_; }
  Link& coordination() { return group_link_; }

 private:
  enum class Phase : std::uint8_t { outside, joined, stable };
  struct Position {
    Uuid topic;
    Offset offset = 0;
  };

  std::optional<NodeId> coordinator();
  void join();
  void joined(const protocol::JoinGroupResponse& response);
  void sync(const Step& step);
  void synced(const protocol::SyncGroupResponse& response, Memberships::Claim claim);
  void heartbeat();
  void refused(ErrorCode error);
  void fetched(const TopicPartition& partition, const Position& from,
               const protocol::FetchResponse& response, std::size_t asked_in_step);
  void offsets_fetched(const std::vector<protocol::OffsetFetchResponse::Group::Topics>& topics);
  struct Commit {
    TopicPartition partition;
    Uuid topic;
    CommitId id = 0;
  };
  bool commit_answered(const std::vector<Commit>& commits,
                       const protocol::OffsetCommitResponse& response);
  Position& position_of(const TopicPartition& partition);
  // Overdue as soon as the group is no longer in this state.
  Overdue unless_group_is(coordinator::ClassicState state) const;

  World* world_;
  std::string name_;
  Link fetch_link_;
  Link group_link_;
  Versions versions_;
  std::string group_;
  std::optional<std::string> instance_id_;

  Phase phase_ = Phase::outside;
  std::string member_id_;
  std::int32_t generation_ = -1;
  std::optional<std::string> protocol_type_;
  std::optional<std::string> protocol_name_;
  bool leads_ = false;
  std::vector<std::string> members_;
  std::vector<TopicPartition> assigned_;
  std::map<TopicPartition, Position> positions_;
  bool knows_positions_ = false;
};

}  // namespace dogear::simulation
