// groups/list and groups/describe: the state of groups at their coordinators.
#include <boost/json/array.hpp>

#include "base/iso_time.hpp"
#include "broker/control/group_partitions.hpp"
#include "broker/control/groups.hpp"
#include "broker/control/inner_client.hpp"
#include "broker/control/or_null.hpp"
#include "broker/control/request_reader.hpp"
#include "broker/control/told_group_records.hpp"
#include "broker/control/told_offsets.hpp"
#include "broker/topics/offsets_topic.hpp"

namespace dogear::broker::control {
namespace {

namespace json = boost::json;
using coordinator::ClassicGroup;
using coordinator::ClassicMember;

json::object told(const std::string& id, const ClassicGroup& group) {
  return {{"group", id},
          {"type", "classic"},
          {"state", kafka_name(group.state())},
          {"protocolType", or_null(group.protocol_type())},
          {"protocol", or_null(group.protocol())},
          {"generation", group.generation()},
          {"leader", or_null(group.leader())}};
}

// The member's unanswered request: JoinGroup, SyncGroup or none.
json::value waits_for(const ClassicMember& member) {
  if (member.join) return "JoinGroup";
  return member.sync ? json::value("SyncGroup") : json::value(nullptr);
}

json::object told(const ClassicGroup& group, const std::string& id, const ClassicMember& member) {
  json::array protocols;
  for (const auto& protocol : member.protocols) protocols.push_back(json::string(protocol.name));
  const auto* metadata = member.metadata(group.protocol().value_or(""));
  if (!metadata && !member.protocols.empty()) metadata = &member.protocols.front().metadata;
  json::object told{{"member", id},
                    {"instance", or_null(member.instance_id)},
                    {"clientId", member.client_id},
                    {"host", member.client_host},
                    {"protocols", std::move(protocols)},
                    {"subscription", told_subscription(metadata ? *metadata : Slice{})},
                    {"assignment", told_assignment(member.assignment)},
                    {"sessionTimeoutMs", member.session_timeout.count()},
                    {"rebalanceTimeoutMs", member.rebalance_timeout.count()},
                    {"sessionUntil", nullptr},
                    {"waitsFor", waits_for(member)}};
  if (member.session_deadline) told["sessionUntil"] = to_iso_time(*member.session_deadline);
  return told;
}

json::array told_members(const ClassicGroup& group) {
  json::array members;
  for (const auto& [id, member] : group.members()) members.push_back(told(group, id, member));
  return members;
}

json::array told_pending(const ClassicGroup& group) {
  json::array pending;
  for (const auto& [id, member] : group.pending())
    pending.push_back(json::object{{"member", id}, {"sessionUntil", to_iso_time(member.deadline)}});
  return pending;
}

}  // namespace

Answer list_groups(Broker& broker, const json::object& request) {
  const RequestReader reader(request);
  if (auto problem = reader.problem()) return *std::move(problem);
  json::array groups;
  for (const auto& [id, group] : broker.cluster().groups.all()) {
    auto row = told(id, group->classic());
    row["members"] = group->classic().members().size();
    groups.push_back(std::move(row));
  }
  return json::object{{"groups", std::move(groups)}};
}

Answer describe_group(Broker& broker, const json::object& request) {
  RequestReader reader(request);
  const auto id = reader.required_text("group");
  if (auto problem = reader.problem()) return *std::move(problem);
  const auto& cluster = broker.cluster();
  const auto* group = cluster.groups.find(id);
  if (!group) return refusal(ErrorCode::group_id_not_found, "Group " + id + " not found.", "group");

  auto description = told(id, group->classic());
  description["coordinator"] = nullptr;
  if (const auto node = coordinator_of(cluster, id)) description["coordinator"] = *node;
  description["members"] = told_members(group->classic());
  description["pendingMembers"] = told_pending(group->classic());
  description["offsets"] = told_offsets(cluster, group, partitions_of(*group));
  return description;
}

}  // namespace dogear::broker::control
