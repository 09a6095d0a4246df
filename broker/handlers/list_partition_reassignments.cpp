// ListPartitionReassignments v0 (KIP-455): always empty, because each reassignment is complete
// before it is answered.
#include "protocol/messages/list_partition_reassignments.hpp"

#include "broker/serve.hpp"

namespace dogear::broker {
namespace {

using protocol::ListPartitionReassignmentsRequest;
using protocol::ListPartitionReassignmentsResponse;

ListPartitionReassignmentsResponse failure(const ListPartitionReassignmentsRequest& request,
                                           ErrorCode error) {
  ListPartitionReassignmentsResponse response;
  response.error_code = error;
  response.error_message = std::nullopt;
  if (!request.topics) return response;
  for (const auto& topic : *request.topics) {
    auto& row = response.topics.emplace_back();
    row.name = topic.name;
    for (const auto index : topic.partition_indexes)
      row.partitions.emplace_back().partition_index = index;
  }
  return response;
}

ListPartitionReassignmentsResponse list_partition_reassignments(
    const Cluster&, const Call&, const ListPartitionReassignmentsRequest&) {
  ListPartitionReassignmentsResponse response;
  response.error_message = std::nullopt;
  return response;
}

}  // namespace

constinit const ApiEntry list_partition_reassignments_entry =
    serve<ListPartitionReassignmentsRequest, list_partition_reassignments, failure>();

}  // namespace dogear::broker
