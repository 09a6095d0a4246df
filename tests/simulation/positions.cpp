// The positions of a consumer: it fetches from them, commits them, and fetches committed ones.
#include <algorithm>

#include "consumer.hpp"

namespace dogear::simulation {
namespace {

constexpr protocol::Version fetch_by_topic_id = 13;
constexpr protocol::Version commit_by_topic_id = 10;

// Overdue as soon as a Fetch from this offset would get records or an error.
Overdue once_there_is_something(TopicPartition partition, Uuid topic, Offset offset, NodeId node) {
  return [partition = std::move(partition), topic, offset, node](const broker::Cluster& cluster) {
    const auto* found = find_partition(cluster, partition);
    return !found || topic_id(cluster, partition.topic) != topic || found->leader != node ||
           found->log->high_watermark() != offset;
  };
}

}  // namespace

// A topic that was created again has another id: its positions begin at 0.
Consumer::Position& Consumer::position_of(const TopicPartition& partition) {
  auto& position = positions_[partition];
  const auto topic = topic_id(world_->cluster(), partition.topic);
  if (position.topic != topic) position = {topic, 0};
  return position;
}

void Consumer::fetch(const TopicPartition& partition, const Step& step) {
  const auto* found = find_partition(world_->cluster(), partition);
  if (!found || !fetch_link_.ready(found->leader, 0)) return;
  const auto from = position_of(partition);
  protocol::FetchRequest request;
  request.max_wait_ms = 500 << (step.how % 4U);
  request.min_bytes = 1;
  request.max_bytes = (step.how >> 2U) % 8 == 0 ? 100 : 1'000'000;
  auto& topic = request.topics.emplace_back();
  topic.topic = partition.topic;
  topic.topic_id = from.topic;
  topic.partitions.push_back({.partition = partition.partition,
                              .fetch_offset = from.offset,
                              .partition_max_bytes = 1'000'000});
  fetch_link_.ask<protocol::FetchResponse>(
      found->leader, request, versions_.fetch,
      [this, partition, from, asked_in = world_->step_number](const auto& response) {
        fetched(partition, from, response, asked_in);
      },
      once_there_is_something(partition, from.topic, from.offset, found->leader));
}

void Consumer::fetched(const TopicPartition& partition, const Position& from,
                       const protocol::FetchResponse& response, std::size_t asked_in_step) {
  for (const auto& topic : response.responses)
    for (const auto& row : topic.partitions) {
      auto& position = position_of(partition);
      if (position.topic != from.topic) return;
      const auto& ledger = world_->model.ledger;
      if (row.error_code == ErrorCode::offset_out_of_range) {
        const auto in_range = asked_in_step == world_->step_number &&
                              ledger.start_of(partition) <= from.offset &&
                              from.offset <= ledger.end_of(partition);
        world_->findings.require(!in_range, "{}-{} has offset {}, which is refused as out of range",
                                 partition.topic, partition.partition, from.offset);
        position.offset = ledger.start_of(partition);
      }
      if (row.error_code != ErrorCode::none || !row.records) return;
      position.offset =
          ledger.read(partition, from.topic, from.offset, *row.records, world_->findings);
    }
}

void Consumer::commit() {
  if (!group_link_.idle() || positions_.empty()) return;
  const auto node = coordinator();
  if (!node || !group_link_.ready(*node, 0)) return;
  const auto as_member = phase_ == Phase::stable;
  protocol::OffsetCommitRequest request{.group_id = group_};
  if (as_member) {
    request.generation_id_or_member_epoch = generation_;
    request.member_id = member_id_;
    request.group_instance_id = instance_id_;
  }
  std::vector<Commit> commits;
  for (const auto& [partition, position] : positions_) {
    const auto id = world_->sent_commits.add({group_, partition, position.offset});
    commits.push_back({partition, position.topic, id});
    auto& topics = request.topics;
    if (topics.empty() || topics.back().name != partition.topic)
      topics.push_back({partition.topic, position.topic, {}});
    topics.back().partitions.push_back({.partition_index = partition.partition,
                                        .committed_offset = position.offset,
                                        .committed_metadata = metadata_of(id)});
  }
  group_link_.ask<protocol::OffsetCommitResponse>(
      *node, request, versions_.offset_commit,
      [this, commits, as_member, asked_at = world_->now()](const auto& response) {
        const auto accepted = commit_answered(commits, response);
        if (accepted && as_member)
          world_->model.memberships.heard_of(member_id_, asked_at, session_timeout);
      });
}

// Whether at least one was accepted.
bool Consumer::commit_answered(const std::vector<Commit>& commits,
                               const protocol::OffsetCommitResponse& response) {
  const auto by_id = versions_.offset_commit >= commit_by_topic_id;
  auto accepted = false;
  for (const auto& topic : response.topics)
    for (const auto& row : topic.partitions)
      for (const auto& commit : commits) {
        if (commit.partition.partition != row.partition_index) continue;
        if (by_id ? commit.topic != topic.topic_id : commit.partition.topic != topic.name) continue;
        const auto good = row.error_code == ErrorCode::none;
        world_->model.commits.answered(commit.id, good, world_->findings);
        accepted |= good;
      }
  return accepted;
}

void Consumer::fetch_offsets() {
  if (!group_link_.idle() || assigned_.empty()) return;
  const auto node = coordinator();
  if (!node || !group_link_.ready(*node, 0)) return;
  protocol::OffsetFetchRequest request;
  request.groups.push_back({.group_id = group_, .topics = std::nullopt});
  group_link_.ask<protocol::OffsetFetchResponse>(*node, request, versions_.offset_fetch,
                                                 [this](const auto& response) {
                                                   for (const auto& group : response.groups) {
                                                     if (group.error_code != ErrorCode::none)
                                                       continue;
                                                     knows_positions_ = true;
                                                     offsets_fetched(group.topics);
                                                   }
                                                 });
}

void Consumer::offsets_fetched(
    const std::vector<protocol::OffsetFetchResponse::Group::Topics>& topics) {
  for (const auto& topic : topics)
    for (const auto& row : topic.partitions)
      for (const auto& partition : assigned_) {
        const auto same_topic = versions_.offset_fetch >= commit_by_topic_id
                                    ? topic_id(world_->cluster(), partition.topic) == topic.topic_id
                                    : partition.topic == topic.name;
        if (same_topic && partition.partition == row.partition_index)
          position_of(partition).offset = std::max<Offset>(row.committed_offset, 0);
      }
}

}  // namespace dogear::simulation
