#include "script/requests.hpp"

#include <algorithm>

#include "protocol/messages/api_versions.hpp"
#include "protocol/messages/create_topics.hpp"
#include "protocol/messages/delete_groups.hpp"
#include "protocol/messages/delete_topics.hpp"
#include "protocol/messages/describe_groups.hpp"
#include "protocol/messages/fetch.hpp"
#include "protocol/messages/find_coordinator.hpp"
#include "protocol/messages/heartbeat.hpp"
#include "protocol/messages/init_producer_id.hpp"
#include "protocol/messages/join_group.hpp"
#include "protocol/messages/leave_group.hpp"
#include "protocol/messages/list_groups.hpp"
#include "protocol/messages/list_offsets.hpp"
#include "protocol/messages/metadata.hpp"
#include "protocol/messages/offset_commit.hpp"
#include "protocol/messages/offset_delete.hpp"
#include "protocol/messages/offset_fetch.hpp"
#include "protocol/messages/offset_for_leader_epoch.hpp"
#include "protocol/messages/produce.hpp"
#include "protocol/messages/sync_group.hpp"

namespace dogear::fuzz {
namespace {

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
    fill<protocol::ProduceRequest>(),         fill<protocol::FetchRequest>(),
    fill<protocol::ListOffsetsRequest>(),     fill<protocol::MetadataRequest>(),
    fill<protocol::OffsetCommitRequest>(),    fill<protocol::OffsetFetchRequest>(),
    fill<protocol::FindCoordinatorRequest>(), fill<protocol::JoinGroupRequest>(),
    fill<protocol::HeartbeatRequest>(),       fill<protocol::LeaveGroupRequest>(),
    fill<protocol::SyncGroupRequest>(),       fill<protocol::DescribeGroupsRequest>(),
    fill<protocol::ListGroupsRequest>(),      fill<protocol::ApiVersionsRequest>(),
    fill<protocol::CreateTopicsRequest>(),    fill<protocol::DeleteTopicsRequest>(),
    fill<protocol::InitProducerIdRequest>(),  fill<protocol::OffsetForLeaderEpochRequest>(),
    fill<protocol::DeleteGroupsRequest>(),    fill<protocol::OffsetDeleteRequest>(),
};

}  // namespace

bool fill_request(protocol::ApiKey key, protocol::Encoder& encoder, Filler& filler) {
  const auto* found = std::find_if(std::begin(fills), std::end(fills),
                                   [&](const Fill& row) { return row.key == key; });
  if (found == std::end(fills)) return false;
  found->into(encoder, filler);
  return true;
}

std::vector<std::uint8_t> make_request(const protocol::Api& api, protocol::Version version,
                                       Filler& filler) {
  protocol::Encoder encoder(version, api.flexible(version));
  encoder.put_int16(api.key);
  encoder.put_int16(version);
  encoder.put_int32(0);
  encoder.put_nullable_string16("fuzz");
  if (api.flexible(version)) encoder.put_no_tags();
  fill_request(api.key, encoder, filler);
  return protocol::flattened(encoder.finish());
}

}  // namespace dogear::fuzz
