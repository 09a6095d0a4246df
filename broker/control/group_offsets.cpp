// groups/committed and groups/set-offsets: reads and sets committed offsets.
#include <limits>
#include <map>

#include "broker/control/group_partitions.hpp"
#include "broker/control/groups.hpp"
#include "broker/control/inner_client.hpp"
#include "broker/control/request_reader.hpp"
#include "broker/control/told_offsets.hpp"
#include "broker/control/wanted_partitions.hpp"
#include "protocol/messages/offset_commit.hpp"

namespace dogear::broker::control {
namespace {

namespace json = boost::json;
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

// The partition that is named; all of the topic and those committed for it; or all that are
// committed.
std::set<TopicPartition> asked_partitions(const Cluster& cluster, const coordinator::Group* group,
                                          const std::optional<std::string>& topic,
                                          std::optional<PartitionIndex> partition) {
  if (topic && partition) return {{*topic, *partition}};
  auto partitions = committed_partitions(group);
  if (!topic) return partitions;
  std::erase_if(partitions, [&](const auto& committed) { return committed.topic != *topic; });
  const auto* known = cluster.topics.find(*topic);
  for (PartitionIndex index = 0; known && known->partition(index); ++index)
    partitions.insert({*topic, index});
  return partitions;
}

}  // namespace

// As with OffsetFetch, an unknown group is one that has committed nothing.
Answer committed_offsets(Broker& broker, const json::object& request) {
  RequestReader reader(request);
  const auto name = reader.required_text("group");
  const auto topic = reader.text("topic");
  const auto partition = read_partition(reader);
  if (partition) reader.require("topic");
  if (auto problem = reader.problem()) return *std::move(problem);

  const auto& cluster = broker.cluster();
  const auto* group = cluster.groups.find(name);
  const auto partitions = asked_partitions(cluster, group, topic, partition);
  return json::object{{"group", name}, {"offsets", told_offsets(cluster, group, partitions)}};
}

// As an admin client alters offsets: by an OffsetCommit without a member id.
Answer set_offsets(Broker& broker, const json::object& request) {
  RequestReader reader(request);
  const auto group = reader.required_text("group");
  const auto offsets = read_offsets(reader);
  if (auto problem = reader.problem()) return *std::move(problem);

  const auto coordinator = find_coordinator(broker, group);
  if (!coordinator) return coordinator.error();
  const auto committed =
      ask<OffsetCommitResponse>(broker, *coordinator, request_of(group, offsets), 9);
  if (!committed) return not_answered();
  if (auto problem = first_refusal(*committed, offsets)) return *std::move(problem);
  return json::object{{"group", group}, {"committed", offsets.size()}};
}

}  // namespace dogear::broker::control
