// OffsetDelete v0: deletes committed offsets of a group (KIP-496). In contrast to OffsetCommit the
// coordinator is asked even if none of the partitions exists.
#include "protocol/messages/offset_delete.hpp"

#include "broker/answer_topics.hpp"
#include "broker/serve.hpp"
#include "broker/topics/offsets_topic.hpp"

namespace dogear::broker {
namespace {

using protocol::OffsetDeleteRequest;
using protocol::OffsetDeleteResponse;
using Answers = AnswerTopics<OffsetDeleteResponse::Topic>;

OffsetDeleteResponse failure(const OffsetDeleteRequest&, ErrorCode error) {
  OffsetDeleteResponse response;
  response.error_code = error;
  return response;
}

// Adds to `existing` what the coordinator is to delete, and answers the rest in `answers`.
void sort_out(const storage::Topic* known, const OffsetDeleteRequest::Topic& topic,
              OffsetDeleteRequest& existing, Answers& answers) {
  OffsetDeleteResponse::Topic* answer = nullptr;
  if (!known) answer = &answers.at(topic.name);  // even when no partition of it is named
  OffsetDeleteRequest::Topic kept{topic.name, {}};
  for (const auto& partition : topic.partitions) {
    if (known && known->partition(partition.partition_index)) {
      kept.partitions.push_back(partition);
      continue;
    }
    if (!answer) answer = &answers.at(topic.name);
    answer->partitions.push_back(
        {partition.partition_index, ErrorCode::unknown_topic_or_partition});
  }
  if (!kept.partitions.empty()) existing.topics.push_back(std::move(kept));
}

OffsetDeleteResponse offset_delete(Cluster& cluster, const Call& call,
                                   const OffsetDeleteRequest& request) {
  const auto error = check_named_group(cluster, call, request.group_id);
  if (error != ErrorCode::none) return failure(request, error);
  OffsetDeleteRequest existing{request.group_id, {}};
  OffsetDeleteResponse response;
  Answers answers(response.topics);
  for (const auto& topic : request.topics)
    sort_out(cluster.topics.find(topic.name), topic, existing, answers);
  OffsetsTopicLog log(cluster);
  auto deleted = cluster.groups.delete_offsets(existing, {call.now, log, cluster.changes});
  // As in Kafka, the coordinator's answer is returned as it is if there is nothing to merge it
  // with.
  if (deleted.error_code != ErrorCode::none || answers.empty()) return deleted;
  for (auto& topic : deleted.topics) {
    auto& answer = answers.at(topic.name);
    answer.partitions.insert(answer.partitions.end(), topic.partitions.begin(),
                             topic.partitions.end());
  }
  return response;
}

}  // namespace

constinit const ApiEntry offset_delete_entry = serve<OffsetDeleteRequest, offset_delete, failure>();

}  // namespace dogear::broker
