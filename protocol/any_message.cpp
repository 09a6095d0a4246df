#include "protocol/any_message.hpp"

#include <algorithm>

#include <boost/json/value.hpp>

#include "protocol/messages/alter_client_quotas.hpp"
#include "protocol/messages/alter_configs.hpp"
#include "protocol/messages/alter_partition_reassignments.hpp"
#include "protocol/messages/api_versions.hpp"
#include "protocol/messages/create_partitions.hpp"
#include "protocol/messages/create_topics.hpp"
#include "protocol/messages/delete_groups.hpp"
#include "protocol/messages/delete_records.hpp"
#include "protocol/messages/delete_topics.hpp"
#include "protocol/messages/describe_client_quotas.hpp"
#include "protocol/messages/describe_cluster.hpp"
#include "protocol/messages/describe_configs.hpp"
#include "protocol/messages/describe_groups.hpp"
#include "protocol/messages/describe_log_dirs.hpp"
#include "protocol/messages/describe_producers.hpp"
#include "protocol/messages/describe_quorum.hpp"
#include "protocol/messages/describe_topic_partitions.hpp"
#include "protocol/messages/elect_leaders.hpp"
#include "protocol/messages/fetch.hpp"
#include "protocol/messages/find_coordinator.hpp"
#include "protocol/messages/heartbeat.hpp"
#include "protocol/messages/incremental_alter_configs.hpp"
#include "protocol/messages/init_producer_id.hpp"
#include "protocol/messages/join_group.hpp"
#include "protocol/messages/leave_group.hpp"
#include "protocol/messages/list_config_resources.hpp"
#include "protocol/messages/list_groups.hpp"
#include "protocol/messages/list_offsets.hpp"
#include "protocol/messages/list_partition_reassignments.hpp"
#include "protocol/messages/metadata.hpp"
#include "protocol/messages/offset_commit.hpp"
#include "protocol/messages/offset_delete.hpp"
#include "protocol/messages/offset_fetch.hpp"
#include "protocol/messages/offset_for_leader_epoch.hpp"
#include "protocol/messages/produce.hpp"
#include "protocol/messages/sync_group.hpp"
#include "protocol/messages/update_features.hpp"

namespace dogear::protocol {
namespace {

template <class M>
void encode_any(Encoder& encoder, const boost::json::value& json, Version version,
                std::string& error) {
  const auto read = from_json<M>(json, version);
  error = read.error;
  if (read) encode_into(encoder, read.message);
}

template <class M>
boost::json::value decode_any(const Slice& body, Version version, std::string& error) {
  const auto read = decode<M>(body, version);
  error = read.error;
  return read ? to_json(read.message, version) : boost::json::value();
}

template <class M>
constexpr AnyMessage any() {
  return {encode_any<M>, decode_any<M>, schema_of<M>};
}

template <class Request, class Response>
constexpr AnyApi both() {
  return {Request::api, any<Request>(), any<Response>()};
}

const AnyApi apis[] = {
    both<ProduceRequest, ProduceResponse>(),
    both<FetchRequest, FetchResponse>(),
    both<ListOffsetsRequest, ListOffsetsResponse>(),
    both<MetadataRequest, MetadataResponse>(),
    both<OffsetCommitRequest, OffsetCommitResponse>(),
    both<OffsetFetchRequest, OffsetFetchResponse>(),
    both<FindCoordinatorRequest, FindCoordinatorResponse>(),
    both<JoinGroupRequest, JoinGroupResponse>(),
    both<HeartbeatRequest, HeartbeatResponse>(),
    both<LeaveGroupRequest, LeaveGroupResponse>(),
    both<SyncGroupRequest, SyncGroupResponse>(),
    both<DescribeGroupsRequest, DescribeGroupsResponse>(),
    both<ListGroupsRequest, ListGroupsResponse>(),
    both<ApiVersionsRequest, ApiVersionsResponse>(),
    both<CreateTopicsRequest, CreateTopicsResponse>(),
    both<DeleteTopicsRequest, DeleteTopicsResponse>(),
    both<DeleteRecordsRequest, DeleteRecordsResponse>(),
    both<InitProducerIdRequest, InitProducerIdResponse>(),
    both<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse>(),
    both<DescribeConfigsRequest, DescribeConfigsResponse>(),
    both<AlterConfigsRequest, AlterConfigsResponse>(),
    both<DescribeLogDirsRequest, DescribeLogDirsResponse>(),
    both<CreatePartitionsRequest, CreatePartitionsResponse>(),
    both<DeleteGroupsRequest, DeleteGroupsResponse>(),
    both<ElectLeadersRequest, ElectLeadersResponse>(),
    both<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>(),
    both<AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse>(),
    both<ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse>(),
    both<OffsetDeleteRequest, OffsetDeleteResponse>(),
    both<DescribeClientQuotasRequest, DescribeClientQuotasResponse>(),
    both<AlterClientQuotasRequest, AlterClientQuotasResponse>(),
    both<DescribeQuorumRequest, DescribeQuorumResponse>(),
    both<UpdateFeaturesRequest, UpdateFeaturesResponse>(),
    both<DescribeClusterRequest, DescribeClusterResponse>(),
    both<DescribeProducersRequest, DescribeProducersResponse>(),
    both<ListConfigResourcesRequest, ListConfigResourcesResponse>(),
    both<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse>(),
};

const AnyApi* find_if(auto matches) {
  const auto* found = std::find_if(std::begin(apis), std::end(apis), matches);
  return found == std::end(apis) ? nullptr : found;
}

}  // namespace

std::span<const AnyApi> described_apis() { return apis; }
const AnyApi* find_api(ApiKey key) {
  return find_if([&](const AnyApi& any) { return any.api.key == key; });
}
const AnyApi* find_api(std::string_view name) {
  return find_if([&](const AnyApi& any) { return name == any.api.name; });
}

}  // namespace dogear::protocol
