// groups: consumer groups and where they are.
#include <limits>
#include <map>

#include "broker/control/inner_client.hpp"
#include "broker/control/request_reader.hpp"
#include "broker/control/verb.hpp"
#include "protocol/messages/find_coordinator.hpp"
#include "protocol/messages/offset_commit.hpp"

namespace dogear::broker::control {
namespace {

namespace json = boost::json;
using protocol::FindCoordinatorRequest;
using protocol::FindCoordinatorResponse;
using protocol::OffsetCommitRequest;
using protocol::OffsetCommitResponse;

struct NewOffset {
  std::string topic;
  OffsetCommitRequest::Topic::Partition partition;
};

std::vector<NewOffset> read_offsets(RequestReader& reader) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  constexpr auto most_index = std::numeric_limits<std::int32_t>::max();
  std::vector<NewOffset> offsets;
  reader.require("offsets");
  reader.each("offsets", [&](RequestReader& element) {
    auto& offset = offsets.emplace_back();
    for (const auto* name : {"topic", "partition", "offset"}) element.require(name);
    offset.topic = element.text("topic").value_or("");
    auto& [index, committed, epoch, metadata] = offset.partition;
    index = static_cast<PartitionIndex>(element.number("partition", 0, most_index).value_or(0));
    committed = element.number("offset", 0, most).value_or(0);
    epoch = static_cast<LeaderEpoch>(element.number("leaderEpoch", 0, most_index).value_or(-1));
    metadata = element.text("metadata").value_or("");
  });
  return offsets;
}

OffsetCommitRequest request_of(const std::string& group, const std::vector<NewOffset>& offsets) {
  OffsetCommitRequest request;
  request.group_id = group;
  std::map<std::string, std::size_t> position;
  for (const auto& [topic, partition] : offsets) {
    const auto [found, is_new] = position.try_emplace(topic, request.topics.size());
    if (is_new) request.topics.emplace_back().name = topic;
    request.topics[found->second].partitions.push_back(partition);
  }
  return request;
}

std::optional<Problem> first_refusal(const OffsetCommitResponse& response,
                                     const std::vector<NewOffset>& offsets) {
  std::map<std::pair<std::string, PartitionIndex>, ErrorCode> errors;
  for (const auto& topic : response.topics)
    for (const auto& partition : topic.partitions)
      errors[{topic.name, partition.partition_index}] = partition.error_code;
  for (std::size_t i = 0; i < offsets.size(); ++i) {
    const auto error = errors[{offsets[i].topic, offsets[i].partition.partition_index}];
    if (error != ErrorCode::none)
      return refusal(error, std::nullopt, "offsets[" + std::to_string(i) + "]");
  }
  return std::nullopt;
}

// As an admin client alters offsets: as nobody's member.
Answer set_offsets(Broker& broker, const json::object& request) {
  RequestReader reader(request);
  reader.require("group");
  const auto group = reader.text("group").value_or("");
  const auto offsets = read_offsets(reader);
  if (auto problem = reader.problem()) return *std::move(problem);

  FindCoordinatorRequest of_group;
  of_group.coordinator_keys.push_back(group);
  const auto found =
      ask<FindCoordinatorResponse>(broker, broker.cluster().nodes.front().id, of_group, 4);
  if (!found || found->coordinators.empty()) return not_answered();
  const auto& coordinator = found->coordinators.front();
  if (coordinator.error_code != ErrorCode::none)
    return refusal(coordinator.error_code, coordinator.error_message, "group");
  const auto committed =
      ask<OffsetCommitResponse>(broker, coordinator.node_id, request_of(group, offsets), 9);
  if (!committed) return not_answered();
  if (auto problem = first_refusal(*committed, offsets)) return *std::move(problem);
  return json::object{{"group", group}, {"committed", offsets.size()}};
}

constexpr Verb table[] = {
    {"groups", "set-offsets", Effect::changes,
     "Commits offsets for a group that has no members. Those that are refused leave the others.",
     "group, offsets (a list of: topic, partition, offset; metadata, leaderEpoch)",
     "group, committed (how many)", set_offsets, "group"},
};

}  // namespace

constinit const std::span<const Verb> groups_verbs = table;

}  // namespace dogear::broker::control
