// OffsetDelete v0: deletes committed offsets of a group (KIP-496). In contrast to OffsetCommit the
// coordinator is asked even if none of the partitions exists.
#include "protocol/messages/offset_delete.hpp"

#include "broker/serve.hpp"
#include "broker/topics/offsets_topic.hpp"

namespace dogear::broker {
namespace {

using protocol::OffsetDeleteRequest;
using protocol::OffsetDeleteResponse;

OffsetDeleteResponse failure(const OffsetDeleteRequest&, ErrorCode error) {
  OffsetDeleteResponse response;
  response.error_code = error;
  return response;
}

OffsetDeleteResponse::Topic& answer_for(OffsetDeleteResponse& response, const std::string& name) {
  for (auto& topic : response.topics)
    if (topic.name == name) return topic;
  return response.topics.emplace_back(OffsetDeleteResponse::Topic{name, {}});
}

// Adds to `existing` what the coordinator is to delete, and answers the rest in `response`.
void sort_out(const storage::Topic* known, const OffsetDeleteRequest::Topic& topic,
              OffsetDeleteRequest& existing, OffsetDeleteResponse& response) {
  if (!known) answer_for(response, topic.name);  // even when no partition of it is named
  OffsetDeleteRequest::Topic kept{topic.name, {}};
  for (const auto& partition : topic.partitions) {
    if (known && known->partition(partition.partition_index))
      kept.partitions.push_back(partition);
    else
      answer_for(response, topic.name)
          .partitions.push_back({partition.partition_index, ErrorCode::unknown_topic_or_partition});
  }
  if (!kept.partitions.empty()) existing.topics.push_back(std::move(kept));
}

OffsetDeleteResponse offset_delete(Cluster& cluster, const Call& call,
                                   const OffsetDeleteRequest& request) {
  const auto error = check_named_group(cluster, call, request.group_id);
  if (error != ErrorCode::none) return failure(request, error);
  OffsetDeleteRequest existing{request.group_id, {}};
  OffsetDeleteResponse response;
  for (const auto& topic : request.topics)
    sort_out(cluster.topics.find(topic.name), topic, existing, response);
  OffsetsTopicLog log(cluster);
  auto deleted = cluster.groups.delete_offsets(existing, {call.now, log, cluster.changes});
  // As in Kafka, the coordinator's answer is returned as it is if there is nothing to merge it
  // with.
  if (deleted.error_code != ErrorCode::none || response.topics.empty()) return deleted;
  for (auto& topic : deleted.topics) {
    auto& answer = answer_for(response, topic.name);
    answer.partitions.insert(answer.partitions.end(), topic.partitions.begin(),
                             topic.partitions.end());
  }
  return response;
}

}  // namespace

constinit const ApiEntry offset_delete_entry = serve<OffsetDeleteRequest, offset_delete, failure>();

}  // namespace dogear::broker
