#include "script/requests.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

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

namespace dogear::fuzz {
namespace {

// How the fields of a request are filled and encoded.
struct Fill {
  protocol::ApiKey key;
  void (*into)(protocol::Encoder&, Filler&);
};

template <class Request>
constexpr Fill fill() {
  return {Request::api.key, [](protocol::Encoder& encoder, Filler& filler) {
            Request request;
            filler.visit_fields(request);
            encode_into(encoder, request);
          }};
}

constexpr Fill fills[] = {
    fill<protocol::AlterClientQuotasRequest>(),
    fill<protocol::AlterConfigsRequest>(),
    fill<protocol::AlterPartitionReassignmentsRequest>(),
    fill<protocol::ApiVersionsRequest>(),
    fill<protocol::CreatePartitionsRequest>(),
    fill<protocol::CreateTopicsRequest>(),
    fill<protocol::DeleteGroupsRequest>(),
    fill<protocol::DeleteRecordsRequest>(),
    fill<protocol::DeleteTopicsRequest>(),
    fill<protocol::DescribeClientQuotasRequest>(),
    fill<protocol::DescribeClusterRequest>(),
    fill<protocol::DescribeConfigsRequest>(),
    fill<protocol::DescribeGroupsRequest>(),
    fill<protocol::DescribeLogDirsRequest>(),
    fill<protocol::DescribeProducersRequest>(),
    fill<protocol::DescribeQuorumRequest>(),
    fill<protocol::DescribeTopicPartitionsRequest>(),
    fill<protocol::ElectLeadersRequest>(),
    fill<protocol::FetchRequest>(),
    fill<protocol::FindCoordinatorRequest>(),
    fill<protocol::HeartbeatRequest>(),
    fill<protocol::IncrementalAlterConfigsRequest>(),
    fill<protocol::InitProducerIdRequest>(),
    fill<protocol::JoinGroupRequest>(),
    fill<protocol::LeaveGroupRequest>(),
    fill<protocol::ListConfigResourcesRequest>(),
    fill<protocol::ListGroupsRequest>(),
    fill<protocol::ListOffsetsRequest>(),
    fill<protocol::ListPartitionReassignmentsRequest>(),
    fill<protocol::MetadataRequest>(),
    fill<protocol::OffsetCommitRequest>(),
    fill<protocol::OffsetDeleteRequest>(),
    fill<protocol::OffsetFetchRequest>(),
    fill<protocol::OffsetForLeaderEpochRequest>(),
    fill<protocol::ProduceRequest>(),
    fill<protocol::SyncGroupRequest>(),
    fill<protocol::UpdateFeaturesRequest>(),
};

void fill_request(protocol::Encoder& encoder, const protocol::Api& api, Filler& filler) {
  const auto* found = std::find_if(std::begin(fills), std::end(fills),
                                   [&](const Fill& row) { return row.key == api.key; });
  if (found == std::end(fills)) {
    std::fprintf(stderr, "%s is served, but tests/fuzz/script/requests.cpp has no row for it\n",
                 api.name);
    std::abort();
  }
  found->into(encoder, filler);
}

}  // namespace

std::vector<std::uint8_t> make_request(const protocol::Api& api, protocol::Version version,
                                       Filler& filler) {
  protocol::Encoder encoder(version, api.flexible(version));
  encoder.put_int16(api.key);
  encoder.put_int16(version);
  encoder.put_int32(0);
  encoder.put_nullable_string16("fuzz");
  if (api.flexible(version)) encoder.put_no_tags();
  fill_request(encoder, api, filler);
  return protocol::flattened(encoder.finish());
}

}  // namespace dogear::fuzz
