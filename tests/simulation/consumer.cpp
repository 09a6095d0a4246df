#include "consumer.hpp"

#include <algorithm>

#include "assignment.hpp"
#include "broker/topics/offsets_topic.hpp"
#include "protocol/messages/find_coordinator.hpp"
#include "protocol/messages/heartbeat.hpp"
#include "protocol/messages/leave_group.hpp"

namespace dogear::simulation {
namespace {

using coordinator::ClassicState;

constexpr Millis rebalance_timeout{20'000};

// All partitions of all topics, dealt out one by one.
std::vector<std::vector<TopicPartition>> deal(const broker::Cluster& cluster, std::size_t hands) {
  std::vector<std::vector<TopicPartition>> dealt(hands);
  std::size_t next = 0;
  for (const auto& name : topic_names()) {
    const auto* topic = cluster.topics.find(name);
    const auto count = topic ? static_cast<PartitionIndex>(topic->partitions.size()) : 0;
    for (PartitionIndex i = 0; i < count; ++i) dealt[next++ % hands].push_back({name, i});
  }
  return dealt;
}

}  // namespace

Consumer::Consumer(World& world, std::size_t client, std::string client_id,
                   const Versions& versions, std::string group,
                   std::optional<std::string> instance_id)
    : world_(&world),
      name_(fmt::format("client {}", client)),
      fetch_link_(world, client, Purpose::fetching, client_id),
      group_link_(world, client, Purpose::group, client_id),
      versions_(versions),
      group_(std::move(group)),
      instance_id_(std::move(instance_id)) {}

void Consumer::consume(const Step& step) {
  // The next thing depends on the answer to the last one. A request without an answer is given up.
  if (!group_link_.idle()) return group_link_.give_up_if_late();
  if (phase_ == Phase::outside) return join();
  if (phase_ == Phase::joined) return sync(step);
  if (!knows_positions_ && !assigned_.empty()) return fetch_offsets();
  switch (step.how % 8) {
    case 0:
    case 1:
      return heartbeat();
    case 2:
      return commit();
    default:
      if (!assigned_.empty()) fetch(assigned_[step.what % assigned_.size()], step);
  }
}

// FindCoordinator is sent only while there is none: it creates __consumer_offsets.
std::optional<NodeId> Consumer::coordinator() {
  const auto node = broker::coordinator_of(world_->cluster(), group_);
  if (node) return node;
  if (!group_link_.ready(1, 0)) return std::nullopt;
  protocol::FindCoordinatorRequest request;
  request.coordinator_keys = {group_};
  group_link_.ask<protocol::FindCoordinatorResponse>(1, request, 4, [](const auto&) {});
  return std::nullopt;
}

Overdue Consumer::unless_group_is(ClassicState state) const {
  return [group = group_, state](const broker::Cluster& cluster) {
    const auto* found = cluster.groups.find(group);
    return !found || !found->classic().is(state) || !found->classic().next_deadline();
  };
}

void Consumer::join() {
  const auto node = coordinator();
  if (!node || !group_link_.ready(*node, 0)) return;
  protocol::JoinGroupRequest request{
      .group_id = group_,
      .session_timeout_ms = static_cast<std::int32_t>(session_timeout.count()),
      .rebalance_timeout_ms = static_cast<std::int32_t>(rebalance_timeout.count()),
      .member_id = member_id_,
      .group_instance_id = instance_id_,
      .protocol_type = "consumer"};
  request.protocols.push_back({"range", subscription_to(topic_names())});
  group_link_.ask<protocol::JoinGroupResponse>(
      *node, request, versions_.join_group, [this](const auto& response) { joined(response); },
      unless_group_is(ClassicState::preparing_rebalance));
}

void Consumer::joined(const protocol::JoinGroupResponse& response) {
  if (response.error_code == ErrorCode::member_id_required) member_id_ = response.member_id;
  if (response.error_code != ErrorCode::none) return refused(response.error_code);
  member_id_ = response.member_id;
  generation_ = response.generation_id;
  leads_ = response.leader == response.member_id && !response.skip_assignment;
  members_.clear();
  for (const auto& member : response.members) members_.push_back(member.member_id);
  protocol_type_ = response.protocol_type;
  protocol_name_ = response.protocol_name;
  phase_ = Phase::joined;
}

void Consumer::sync(const Step& step) {
  const auto node = coordinator();
  if (!node || !group_link_.ready(*node, 0)) return;
  protocol::SyncGroupRequest request{.group_id = group_,
                                     .generation_id = generation_,
                                     .member_id = member_id_,
                                     .group_instance_id = instance_id_,
                                     .protocol_type = protocol_type_,
                                     .protocol_name = protocol_name_};
  if (leads_) {
    const auto dealt = deal(world_->cluster(), std::max<std::size_t>(members_.size(), 1));
    // Now and then the leader leaves one member out.
    const auto told = members_.size() - (step.how % 16 == 0 && members_.size() > 1 ? 1 : 0);
    for (std::size_t i = 0; i < told; ++i)
      request.assignments.push_back({members_[i], assignment_of(dealt[i])});
  }
  Memberships::Claim claim{
      group_, world_->model.memberships.incarnation_of(group_), generation_, name_, {}};
  group_link_.ask<protocol::SyncGroupResponse>(
      *node, request, versions_.sync_group,
      [this, claim](const auto& response) { synced(response, claim); },
      unless_group_is(ClassicState::completing_rebalance));
}

void Consumer::synced(const protocol::SyncGroupResponse& response, Memberships::Claim claim) {
  if (response.error_code != ErrorCode::none) return refused(response.error_code);
  phase_ = Phase::stable;
  assigned_ = partitions_in(response.assignment);
  positions_.clear();
  knows_positions_ = false;
  claim.partitions = assigned_;
  world_->model.memberships.claim(claim, world_->findings);
}

void Consumer::heartbeat() {
  const auto node = coordinator();
  if (!node || !group_link_.ready(*node, 0)) return;
  const protocol::HeartbeatRequest request{.group_id = group_,
                                           .generation_id = generation_,
                                           .member_id = member_id_,
                                           .group_instance_id = instance_id_};
  const Memberships::Claim claim{group_, world_->model.memberships.incarnation_of(group_),
                                 generation_, name_, assigned_};
  group_link_.ask<protocol::HeartbeatResponse>(
      *node, request, versions_.heartbeat,
      [this, asked_at = world_->now(), claim](const auto& response) {
        if (response.error_code != ErrorCode::none) return refused(response.error_code);
        world_->model.memberships.claim(claim, world_->findings);
        world_->model.memberships.heard_of(member_id_, asked_at, session_timeout);
      });
}

void Consumer::refused(ErrorCode error) {
  if (error == ErrorCode::not_coordinator || error == ErrorCode::coordinator_not_available) return;
  phase_ = Phase::outside;
  if (error == ErrorCode::unknown_member_id || error == ErrorCode::fenced_instance_id)
    member_id_.clear();
}

void Consumer::rejoin() {
  if (!group_link_.idle() || phase_ != Phase::stable) return;
  phase_ = Phase::outside;
  join();
}

void Consumer::leave() {
  if (member_id_.empty() || !group_link_.idle()) return;
  const auto node = coordinator();
  if (!node || !group_link_.ready(*node, 0)) return;
  protocol::LeaveGroupRequest request{.group_id = group_, .member_id = member_id_};
  request.members.push_back({member_id_, instance_id_, std::nullopt});
  if (versions_.leave_group < 3) request.members.clear();
  phase_ = Phase::outside;
  member_id_.clear();
  group_link_.ask<protocol::LeaveGroupResponse>(*node, request, versions_.leave_group,
                                                [](const auto&) {});
}

void Consumer::crash() {
  fetch_link_.hang_up();
  group_link_.hang_up();
  phase_ = Phase::outside;
  member_id_.clear();
  generation_ = -1;
  assigned_.clear();
  positions_.clear();
}

}  // namespace dogear::simulation
