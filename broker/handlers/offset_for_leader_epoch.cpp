// OffsetForLeaderEpoch v2-4: the end offset of a leader epoch, by which a consumer detects that the
// log was truncated (KIP-320).
//   v3    the request has a replica id, which makes no difference: only the leader answers
#include "protocol/messages/offset_for_leader_epoch.hpp"

#include "broker/cluster.hpp"
#include "broker/serve.hpp"
#include "broker/topics/leadership.hpp"

namespace dogear::broker {
namespace {

using protocol::OffsetForLeaderEpochRequest;
using protocol::OffsetForLeaderEpochResponse;
using Wanted = OffsetForLeaderEpochRequest::OffsetForLeaderTopic::OffsetForLeaderPartition;
using Row = OffsetForLeaderEpochResponse::OffsetForLeaderTopicResult::EpochEndOffset;

Row failed_row(PartitionIndex index, ErrorCode error) {
  return {error, index, no_epoch, no_offset};
}

Row end_of_epoch(const Call& call, const storage::Topic* topic, const Wanted& wanted) {
  const auto index = wanted.partition;
  const auto* partition = topic ? topic->partition(index) : nullptr;
  if (!partition) return failed_row(index, ErrorCode::unknown_topic_or_partition);
  const auto error =
      check_leadership(*partition, call.peer.node, wanted.current_leader_epoch, ServedBy::leader);
  if (error != ErrorCode::none) return failed_row(index, error);
  const auto [epoch, end_offset] = partition->log->end_offset_for(wanted.leader_epoch);
  return {ErrorCode::none, index, epoch, end_offset};
}

// An answer with a row by `row_of` for each partition of the request.
OffsetForLeaderEpochResponse answer_each(const OffsetForLeaderEpochRequest& request,
                                         const auto& row_of) {
  OffsetForLeaderEpochResponse response;
  for (const auto& topic : request.topics) {
    auto& answer = response.topics.emplace_back();
    answer.topic = topic.topic;
    for (const auto& partition : topic.partitions)
      answer.partitions.push_back(row_of(topic.topic, partition));
  }
  return response;
}

OffsetForLeaderEpochResponse failure(const OffsetForLeaderEpochRequest& request, ErrorCode error) {
  return answer_each(request, [&](const std::string&, const Wanted& wanted) {
    return failed_row(wanted.partition, error);
  });
}

OffsetForLeaderEpochResponse offset_for_leader_epoch(Cluster& cluster, const Call& call,
                                                     const OffsetForLeaderEpochRequest& request) {
  return answer_each(request, [&](const std::string& topic, const Wanted& wanted) {
    return end_of_epoch(call, cluster.topics.find(topic), wanted);
  });
}

}  // namespace

constinit const ApiEntry offset_for_leader_epoch_entry =
    serve<OffsetForLeaderEpochRequest, offset_for_leader_epoch, failure>();

}  // namespace dogear::broker
