// CreatePartitions v0-3: adds partitions to existing topics.
//   v2    flexible
//   v3    beyond the controller mutation quota partitions are refused; before, throttled (KIP-599)
#include "protocol/messages/create_partitions.hpp"

#include <map>
#include <utility>

#include <fmt/format.h>

#include "broker/controller_batch.hpp"
#include "broker/serve.hpp"
#include "broker/topics/names_given.hpp"
#include "broker/topics/replica_assignment.hpp"
#include "broker/topics/topic_creation.hpp"

namespace dogear::broker {
namespace {

using protocol::CreatePartitionsRequest;
using protocol::CreatePartitionsResponse;
constexpr protocol::Version strict_quota_since = 3;

using Wanted = CreatePartitionsRequest::CreatePartitionsTopic;

CreatePartitionsResponse failure(const CreatePartitionsRequest& request, ErrorCode error) {
  CreatePartitionsResponse response;
  for (const auto& topic : request.topics)
    response.results.push_back({topic.name, error, std::nullopt});
  return response;
}

// The replicas of the new partitions, of which there may be `room`, or why they are refused.
AssignmentResult plan(const Cluster& cluster, const Wanted& wanted, std::int32_t room) {
  const auto* topic = cluster.topics.find(wanted.name);
  if (!topic) return TopicRefusal{ErrorCode::unknown_topic_or_partition, {}};
  const auto present = static_cast<std::int32_t>(topic->partitions.size());
  if (wanted.count == present)
    return TopicRefusal{ErrorCode::invalid_partitions,
                        fmt::format("Topic already has {} partition(s).", present)};
  if (wanted.count < present)
    return TopicRefusal{ErrorCode::invalid_partitions,
                        fmt::format("The topic {} currently has {} partition(s); {} would not be "
                                    "an increase.",
                                    wanted.name, present, wanted.count)};
  const auto added = wanted.count - present;
  if (added > room && (!wanted.assignments || std::cmp_equal(wanted.assignments->size(), added)))
    return TopicRefusal{ErrorCode::unknown_server_error, {}};
  if (!wanted.assignments) return more_replicas(cluster, *topic, wanted.count);
  ReplicaAssignment by_hand;
  for (const auto& assignment : *wanted.assignments) by_hand.push_back(assignment.broker_ids);
  return more_replicas(cluster, *topic, wanted.count, std::move(by_hand));
}

CreatePartitionsResponse create_partitions(Cluster& cluster, const Call& call,
                                           const CreatePartitionsRequest& request) {
  const auto names = names_given(request.topics);
  std::map<std::string_view, const Wanted*> wanted;
  for (const auto& topic : request.topics) wanted[topic.name] = &topic;
  if (!names.once.empty() && request.timeout_ms <= 0)
    return failure(request, ErrorCode::request_timed_out);
  CreatePartitionsResponse response;
  MutationQuota quota(cluster, call, strict_quota_since);
  for (const auto& name : names.repeatedly)
    response.results.push_back({name, ErrorCode::invalid_request, "Duplicate topic name."});
  std::int32_t room = controller_records_max;
  for (const auto& name : names.once) {
    const auto& topic = *wanted.at(name);
    auto planned = plan(cluster, topic, room);
    if (planned && !quota.take(planned->size()))
      planned = TopicRefusal{ErrorCode::throttling_quota_exceeded, {}};
    if (planned) {
      room -= static_cast<std::int32_t>(planned->size());
      response.results.push_back({topic.name, ErrorCode::none, std::nullopt});
      if (!request.validate_only)
        add_partitions(cluster, topic.name, *std::move(planned), call.now);
      continue;
    }
    auto [error, message] = planned.error();
    if (error == ErrorCode::unknown_server_error) room = 0;
    response.results.push_back(
        {topic.name, error, message.empty() ? std::nullopt : std::optional(std::move(message))});
  }
  response.throttle_time_ms = quota.throttle_time_ms();
  return response;
}

}  // namespace

constinit const ApiEntry create_partitions_entry =
    serve<CreatePartitionsRequest, create_partitions, failure>();

}  // namespace dogear::broker
