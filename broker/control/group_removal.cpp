// groups/delete-offsets and groups/delete, by the requests of an admin client.
#include <boost/json/array.hpp>

#include "broker/control/group_partitions.hpp"
#include "broker/control/groups.hpp"
#include "broker/control/inner_client.hpp"
#include "broker/control/wanted_partitions.hpp"
#include "protocol/messages/delete_groups.hpp"
#include "protocol/messages/offset_delete.hpp"

namespace dogear::broker::control {
namespace {

namespace json = boost::json;
using protocol::DeleteGroupsRequest;
using protocol::DeleteGroupsResponse;
using protocol::OffsetDeleteRequest;
using protocol::OffsetDeleteResponse;

// For the named partition, or for all partitions of the topic that the group has committed.
OffsetDeleteRequest request_for(const Cluster& cluster, const std::string& group,
                                const WantedPartitions& wanted) {
  OffsetDeleteRequest request{group, {{wanted.topic, {}}}};
  auto& partitions = request.topics.front().partitions;
  if (wanted.partition) {
    partitions.push_back({*wanted.partition});
    return request;
  }
  for (const auto& [topic, partition] : committed_partitions(cluster.groups.find(group)))
    if (topic == wanted.topic) partitions.push_back({partition});
  return request;
}

std::optional<Problem> first_refusal(const OffsetDeleteResponse& response) {
  if (response.error_code != ErrorCode::none)
    return refusal(response.error_code, std::nullopt, "group");
  for (const auto& topic : response.topics)
    for (const auto& partition : topic.partitions)
      if (partition.error_code != ErrorCode::none)
        return refusal(partition.error_code, std::nullopt, "topic");
  return std::nullopt;
}

}  // namespace

Answer delete_offsets(Broker& broker, const json::object& request) {
  RequestReader reader(request);
  const auto group = reader.required_text("group");
  const auto wanted = read_partitions(reader);
  if (auto problem = reader.problem()) return *std::move(problem);

  const auto coordinator = find_coordinator(broker, group);
  if (!coordinator) return coordinator.error();
  const auto before = committed_partitions(broker.cluster().groups.find(group)).size();
  const auto asked = request_for(broker.cluster(), group, wanted);
  const auto deleted = ask<OffsetDeleteResponse>(broker, *coordinator, asked, 0);
  if (!deleted) return not_answered();
  if (auto problem = first_refusal(*deleted)) return *std::move(problem);
  const auto after = committed_partitions(broker.cluster().groups.find(group)).size();
  return json::object{{"group", group}, {"deleted", before - after}};
}

Answer delete_group(Broker& broker, const json::object& request) {
  RequestReader reader(request);
  const auto group = reader.required_text("group");
  if (auto problem = reader.problem()) return *std::move(problem);

  const auto coordinator = find_coordinator(broker, group);
  if (!coordinator) return coordinator.error();
  const auto deleted =
      ask<DeleteGroupsResponse>(broker, *coordinator, DeleteGroupsRequest{{group}}, 2);
  if (!deleted || deleted->results.empty()) return not_answered();
  const auto error = deleted->results.front().error_code;
  if (error != ErrorCode::none) return refusal(error, std::nullopt, "group");
  return json::object{{"group", group}};
}

}  // namespace dogear::broker::control
