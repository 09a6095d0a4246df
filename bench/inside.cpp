#include "bench/inside.hpp"

#include <span>

#include <fmt/format.h>

#include "broker/configs/broker_config.hpp"
#include "broker/topics/topic_creation.hpp"
#include "protocol/messages/find_coordinator.hpp"
#include "protocol/messages/join_group.hpp"
#include "protocol/messages/offset_commit.hpp"
#include "protocol/messages/sync_group.hpp"

namespace dogear::bench {
namespace {

broker::Cluster make_cluster(int topics, int partitions) {
  broker::Cluster cluster;
  cluster.nodes.push_back({1, {{"PLAINTEXT", "127.0.0.1", 9092}}});
  const broker::Setting setting{"num.partitions", std::to_string(partitions)};
  cluster.config = broker::parse_broker_config(std::span(&setting, 1)).value();
  std::vector<std::string> names;
  for (int i = 0; i < topics; ++i) names.push_back(Inside::topic_name(i));
  broker::auto_create_topics(cluster, names, machine_time());
  return cluster;
}

}  // namespace

BrokerTime machine_time() {
  return BrokerTime{
      std::chrono::duration_cast<Millis>(std::chrono::system_clock::now().time_since_epoch())};
}

std::string Inside::topic_name(int number) { return fmt::format("topic-{}", number); }

Inside::Inside(int topics, int partitions)
    : broker_(make_cluster(topics, partitions), machine_time()) {}

ConnectionId Inside::connect() {
  broker::Peer peer;
  peer.connection = ++last_connection_;
  broker_.connect(std::move(peer));
  return last_connection_;
}

// The broker logs nothing here unless a request was wrong.
void Inside::tell(const broker::LogLine& line) { fmt::print(stderr, "{}\n", line.text); }

void Inside::add_group(const std::string& group_id, int partitions) {
  const auto connection = connect();
  protocol::FindCoordinatorRequest find;
  find.key = group_id;
  expect_none(
      ask<protocol::FindCoordinatorRequest, protocol::FindCoordinatorResponse>(connection, find, 3)
          .error_code,
      "FindCoordinator");
  commit(connection, group_id, partitions);
  join(connection, group_id);
}

// Commits without being a member: the group has none yet.
void Inside::commit(ConnectionId connection, const std::string& group_id, int partitions) {
  protocol::OffsetCommitRequest request;
  request.group_id = group_id;
  auto& topic = request.topics.emplace_back();
  topic.name = topic_name(0);
  for (int i = 0; i < partitions; ++i) {
    auto& partition = topic.partitions.emplace_back();
    partition.partition_index = i;
    partition.committed_offset = 1;
  }
  const auto answer =
      ask<protocol::OffsetCommitRequest, protocol::OffsetCommitResponse>(connection, request, 7);
  for (const auto& told : answer.topics)
    for (const auto& partition : told.partitions) expect_none(partition.error_code, "OffsetCommit");
}

void Inside::join(ConnectionId connection, const std::string& group_id) {
  static const auto metadata = noise(64);
  protocol::JoinGroupRequest join;
  join.group_id = group_id;
  join.session_timeout_ms = 45'000;
  join.rebalance_timeout_ms = 300'000;
  join.protocol_type = "consumer";
  join.protocols.push_back({"range", Slice(ByteSpan(metadata))});
  // Up to version 3 a new member need not join a second time with the id that it was given.
  const auto joined =
      ask<protocol::JoinGroupRequest, protocol::JoinGroupResponse>(connection, join, 3);
  expect_none(joined.error_code, "JoinGroup");
  protocol::SyncGroupRequest sync;
  sync.group_id = group_id;
  sync.generation_id = joined.generation_id;
  sync.member_id = joined.member_id;
  sync.assignments.push_back({joined.member_id, Slice(ByteSpan(metadata))});
  expect_none(
      ask<protocol::SyncGroupRequest, protocol::SyncGroupResponse>(connection, sync, 2).error_code,
      "SyncGroup");
}

}  // namespace dogear::bench
