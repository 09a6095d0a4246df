// groups/expire-member and groups/rebalance: events in the life of a group that no request of a
// client can bring about.
#include "broker/control/groups.hpp"
#include "broker/control/inner_client.hpp"
#include "broker/control/request_reader.hpp"
#include "broker/topics/offsets_topic.hpp"

namespace dogear::broker::control {
namespace {

namespace json = boost::json;

json::object told(const Broker& broker, const std::string& group) {
  const auto* found = broker.cluster().groups.find(group);
  json::object state{{"group", group}, {"state", nullptr}, {"generation", nullptr}};
  if (!found) return state;
  state["state"] = kafka_name(found->classic().state());
  state["generation"] = found->classic().generation();
  return state;
}

}  // namespace

Answer expire_member(Broker& broker, const json::object& request) {
  RequestReader reader(request);
  const auto group = reader.required_text("group");
  const auto member = reader.required_text("member");
  if (auto problem = reader.problem()) return *std::move(problem);

  auto& cluster = broker.cluster();
  OffsetsTopicLog log(cluster);
  const auto error =
      cluster.groups.expire_member(group, member, {broker.now(), log, cluster.changes});
  if (error != ErrorCode::none) {
    auto problem =
        refusal(error, std::nullopt, error == ErrorCode::unknown_member_id ? "member" : "group");
    problem.status = 404;
    return problem;
  }
  broker.settle();
  return told(broker, group);
}

Answer rebalance(Broker& broker, const json::object& request) {
  RequestReader reader(request);
  const auto group = reader.required_text("group");
  if (auto problem = reader.problem()) return *std::move(problem);

  auto& cluster = broker.cluster();
  const auto* found = cluster.groups.find(group);
  if (found && found->classic().is_empty())
    return Problem{409, "Conflict", "the group has no members", "group"};
  OffsetsTopicLog log(cluster);
  const auto error = cluster.groups.rebalance(group, {broker.now(), log, cluster.changes});
  if (error != ErrorCode::none) return refusal(error, std::nullopt, "group");
  broker.settle();
  return told(broker, group);
}

}  // namespace dogear::broker::control
