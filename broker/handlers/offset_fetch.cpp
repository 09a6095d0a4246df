// OffsetFetch v1-10: the committed offsets of groups.
//   v2    null topics ask for all of them; the answer has an error code for the group
//   v7    may require stable offsets, which no open transaction can still change
//   v8    several groups at once; before, the fields of the one group are those of the request
//   v10   topics come by id
#include "protocol/messages/offset_fetch.hpp"

#include "broker/answer_budget.hpp"
#include "broker/serve.hpp"
#include "broker/topics/offsets_topic.hpp"

namespace dogear::broker {
namespace {

using protocol::OffsetFetchRequest;
using protocol::OffsetFetchResponse;
using GroupRequest = OffsetFetchRequest::Group;
using GroupResponse = OffsetFetchResponse::Group;
using TopicResponse = GroupResponse::Topics;

constexpr protocol::Version first_with_group_errors = 2;
constexpr protocol::Version first_of_many_groups = 8;
constexpr protocol::Version first_with_topic_ids = 10;

TopicResponse failed_topic(const GroupRequest::Topics& topic, ErrorCode error) {
  TopicResponse failed;
  failed.name = topic.name;
  failed.topic_id = topic.topic_id;
  for (const auto index : topic.partition_indexes)
    failed.partitions.push_back({index, no_offset, no_epoch, "", error});
  return failed;
}

GroupResponse failed_group(const GroupRequest& group, ErrorCode error, protocol::Version version) {
  GroupResponse failed;
  failed.group_id = group.group_id;
  if (version >= first_with_group_errors) {
    failed.error_code = error;
    return failed;
  }
  if (!group.topics) return failed;
  for (const auto& topic : *group.topics) failed.topics.push_back(failed_topic(topic, error));
  return failed;
}

std::vector<GroupRequest> groups_of(const OffsetFetchRequest& request, protocol::Version version) {
  if (version >= first_of_many_groups) return request.groups;
  std::vector<GroupRequest> groups(1);
  auto& group = groups.front();
  group.group_id = request.group_id;
  group.topics.reset();
  if (request.topics) {
    group.topics.emplace();
    for (const auto& topic : *request.topics)
      group.topics->push_back({topic.name, Uuid{}, topic.partition_indexes});
  }
  return groups;
}

OffsetFetchResponse in_version(std::vector<GroupResponse> groups, protocol::Version version) {
  OffsetFetchResponse response;
  if (version >= first_of_many_groups) {
    response.groups = std::move(groups);
    return response;
  }
  response.error_code = groups.front().error_code;
  for (const auto& topic : groups.front().topics) {
    auto& answer = response.topics.emplace_back();
    answer.name = topic.name;
    for (const auto& row : topic.partitions)
      answer.partitions.push_back({row.partition_index, row.committed_offset,
                                   row.committed_leader_epoch, row.metadata, row.error_code});
  }
  return response;
}

// Resolves topic ids to names. Removes unknown ids from the request and returns their answers.
std::vector<TopicResponse> take_unknown_ids(const Cluster& cluster, GroupRequest& group) {
  std::vector<TopicResponse> unknown;
  if (!group.topics) return unknown;
  std::vector<GroupRequest::Topics> known;
  for (auto& topic : *group.topics) {
    const auto* found = cluster.topics.find(topic.topic_id);
    if (!found) {
      unknown.push_back(failed_topic(topic, ErrorCode::unknown_topic_id));
      continue;
    }
    topic.name = found->name;
    known.push_back(std::move(topic));
  }
  group.topics = std::move(known);
  return unknown;
}

// When all topics are asked for, those that do not exist are left out.
void add_ids(const Cluster& cluster, GroupResponse& response) {
  std::erase_if(response.topics, [&](auto& topic) {
    const auto* known = cluster.topics.find(topic.name);
    if (known) topic.topic_id = known->id;
    return !known;
  });
}

// Nothing if there is no room for the answer.
std::optional<GroupResponse> fetch_group(const Cluster& cluster, const Call& call,
                                         GroupRequest group, const AnswerBudget& budget) {
  const auto by_id = call.version >= first_with_topic_ids;
  auto unknown = by_id ? take_unknown_ids(cluster, group) : std::vector<TopicResponse>{};
  const auto error = check_coordinator(cluster, call, group.group_id);
  if (error != ErrorCode::none) return failed_group(group, error, call.version);
  auto response = cluster.groups.fetch_offsets(group, budget.left());
  if (!response) return std::nullopt;
  if (by_id && !group.topics) add_ids(cluster, *response);
  response->topics.insert(response->topics.end(), std::make_move_iterator(unknown.begin()),
                          std::make_move_iterator(unknown.end()));
  return response;
}

OffsetFetchResponse failure(const Call& call, const OffsetFetchRequest& request, ErrorCode error) {
  std::vector<GroupResponse> responses;
  for (const auto& group : groups_of(request, call.version))
    responses.push_back(failed_group(group, error, call.version));
  return in_version(std::move(responses), call.version);
}

std::size_t size_of_offsets(const GroupResponse& group) {
  std::size_t bytes = 0;
  for (const auto& topic : group.topics)
    for (const auto& partition : topic.partitions)
      bytes += sizeof(partition) + (partition.metadata ? partition.metadata->size() : 0);
  return bytes;
}

Reply<OffsetFetchResponse> offset_fetch(Cluster& cluster, const Call& call,
                                        const OffsetFetchRequest& request) {
  std::vector<GroupResponse> responses;
  AnswerBudget budget;
  for (auto& group : groups_of(request, call.version)) {
    auto fetched = fetch_group(cluster, call, std::move(group), budget);
    if (!fetched || !budget.take(size_of_offsets(*fetched))) return AnswerBudget::exceeded();
    responses.push_back(*std::move(fetched));
  }
  return in_version(std::move(responses), call.version);
}

}  // namespace

constinit const ApiEntry offset_fetch_entry = serve<OffsetFetchRequest, offset_fetch, failure>();

}  // namespace dogear::broker
