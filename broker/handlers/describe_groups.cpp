// DescribeGroups v0-6: the state and members of classic groups.
//   v3    authorized operations (KIP-430)
//   v6    an unknown group is GROUP_ID_NOT_FOUND with a message; before, it is Dead, without error
#include "protocol/messages/describe_groups.hpp"

#include "broker/answer_budget.hpp"
#include "broker/authorized_operations.hpp"
#include "broker/serve.hpp"
#include "broker/topics/offsets_topic.hpp"
#include "coordinator/by_coordinator.hpp"

namespace dogear::broker {
namespace {

using protocol::DescribeGroupsRequest;
using protocol::DescribeGroupsResponse;
using DescribedGroup = DescribeGroupsResponse::DescribedGroup;

DescribedGroup failed_group(const std::string& group, ErrorCode error) {
  DescribedGroup described;
  described.group_id = group;
  described.error_code = error;
  return described;
}

DescribeGroupsResponse failure(const DescribeGroupsRequest& request, ErrorCode error) {
  DescribeGroupsResponse response;
  for (const auto& group : request.groups) response.groups.push_back(failed_group(group, error));
  return response;
}

DescribedGroup describe(const Cluster& cluster, const Call& call,
                        const DescribeGroupsRequest& request, const std::string& group) {
  const auto error = check_coordinator(cluster, call, group);
  if (error != ErrorCode::none) return failed_group(group, error);
  auto described = cluster.groups.describe_group(group, caller_of(call));
  if (request.include_authorized_operations && described.error_code == ErrorCode::none)
    described.authorized_operations = all_group_operations;
  return described;
}

std::size_t size_of_members(const DescribedGroup& group) {
  std::size_t bytes = 0;
  for (const auto& member : group.members)
    bytes += sizeof(member) + member.member_metadata.size() + member.member_assignment.size();
  return bytes;
}

Reply<DescribeGroupsResponse> describe_groups(Cluster& cluster, const Call& call,
                                              const DescribeGroupsRequest& request) {
  DescribeGroupsResponse response;
  AnswerBudget budget;
  const auto partitions = cluster.config.offsets_topic_num_partitions;
  for (const auto& together : coordinator::by_coordinator(request.groups, partitions))
    for (const auto& group : together) {
      response.groups.push_back(describe(cluster, call, request, group));
      if (!budget.take(size_of_members(response.groups.back()))) return AnswerBudget::exceeded();
    }
  return response;
}

}  // namespace

constinit const ApiEntry describe_groups_entry =
    serve<DescribeGroupsRequest, describe_groups, failure>();

}  // namespace dogear::broker
