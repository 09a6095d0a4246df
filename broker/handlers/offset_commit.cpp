// OffsetCommit v2-10: commits offsets for a group.
//   v2-4  may set a retention time
//   v7    static members (KIP-345)
//   v10   topics come by id
//   Unknown topics and partitions are answered here. The coordinator is asked only if there are
//   others, so that a commit for unknown topics alone neither keeps a member alive nor creates a
//   group.
#include "protocol/messages/offset_commit.hpp"

#include "broker/answer_topics.hpp"
#include "broker/serve.hpp"
#include "broker/topics/offsets_topic.hpp"

namespace dogear::broker {
namespace {

using protocol::OffsetCommitRequest;
using protocol::OffsetCommitResponse;
using Answers = AnswerTopics<OffsetCommitResponse::Topic>;

constexpr protocol::Version first_with_topic_ids = 10;

OffsetCommitResponse failure(const OffsetCommitRequest& request, ErrorCode error) {
  OffsetCommitResponse response;
  for (const auto& topic : request.topics) {
    auto& answer =
        response.topics.emplace_back(OffsetCommitResponse::Topic{topic.name, topic.topic_id, {}});
    for (const auto& partition : topic.partitions)
      answer.partitions.push_back({partition.partition_index, error});
  }
  return response;
}

// Adds to `existing` what the coordinator is to commit, and answers the rest in `answers`.
void sort_out(const storage::Topic* known, ErrorCode unknown,
              const OffsetCommitRequest::Topic& topic, OffsetCommitRequest& existing,
              Answers& answers) {
  OffsetCommitRequest::Topic kept;
  kept.name = known ? known->name : topic.name;
  kept.topic_id = known ? known->id : topic.topic_id;
  OffsetCommitResponse::Topic* answer = nullptr;
  if (!known) answer = &answers.at(kept.name, kept.topic_id);  // even if it names no partition
  for (const auto& partition : topic.partitions) {
    if (known && known->partition(partition.partition_index)) {
      kept.partitions.push_back(partition);
      continue;
    }
    const auto error = known ? ErrorCode::unknown_topic_or_partition : unknown;
    if (!answer) answer = &answers.at(kept.name, kept.topic_id);
    answer->partitions.push_back({partition.partition_index, error});
  }
  if (!kept.partitions.empty()) existing.topics.push_back(std::move(kept));
}

void merge(Answers& answers, const OffsetCommitResponse& coordinators) {
  for (const auto& topic : coordinators.topics) {
    auto& answer = answers.at(topic.name, topic.topic_id);
    answer.partitions.insert(answer.partitions.end(), topic.partitions.begin(),
                             topic.partitions.end());
  }
}

OffsetCommitResponse offset_commit(Cluster& cluster, const Call& call,
                                   const OffsetCommitRequest& request) {
  const auto by_id = call.version >= first_with_topic_ids;
  auto existing = request;
  existing.topics.clear();
  OffsetCommitResponse response;
  Answers answers(response.topics);
  for (const auto& topic : request.topics)
    sort_out(by_id ? cluster.topics.find(topic.topic_id) : cluster.topics.find(topic.name),
             by_id ? ErrorCode::unknown_topic_id : ErrorCode::unknown_topic_or_partition, topic,
             existing, answers);
  if (existing.topics.empty()) return response;

  const auto error = check_coordinator(cluster, call, request.group_id);
  OffsetsTopicLog log(cluster);
  auto coordinators = error == ErrorCode::none
                          ? cluster.groups.commit_offsets(existing, caller_of(call),
                                                          {call.now, log, cluster.changes})
                          : failure(existing, error);
  // As in Kafka, the coordinator's answer is returned as it is if there is nothing to merge it
  // with.
  if (answers.empty()) return coordinators;
  merge(answers, coordinators);
  return response;
}

}  // namespace

constinit const ApiEntry offset_commit_entry = serve<OffsetCommitRequest, offset_commit, failure>();

}  // namespace dogear::broker
