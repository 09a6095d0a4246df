#include "broker/control/inner_client.hpp"

#include "base/error_messages.hpp"
#include "protocol/messages/find_coordinator.hpp"

namespace dogear::broker::control {
namespace {

int status_of(ErrorCode error) {
  switch (error) {
    case ErrorCode::unknown_topic_or_partition:
    case ErrorCode::group_id_not_found:
      return 404;
    case ErrorCode::topic_already_exists:
    case ErrorCode::unknown_member_id:  // the group has members
    case ErrorCode::non_empty_group:
    case ErrorCode::group_subscribed_to_topic:
      return 409;
    case ErrorCode::kafka_storage_error:
      return 507;
    default:
      return 400;
  }
}

}  // namespace

boost::system::result<NodeId, Problem> find_coordinator(Broker& broker, const std::string& group) {
  protocol::FindCoordinatorRequest request;
  request.coordinator_keys.push_back(group);
  const auto found = ask<protocol::FindCoordinatorResponse>(broker, any_node(broker), request, 4);
  if (!found || found->coordinators.empty()) return not_answered();
  const auto& coordinator = found->coordinators.front();
  if (coordinator.error_code == ErrorCode::none)
    return {boost::system::in_place_value, coordinator.node_id};
  return refusal(coordinator.error_code, coordinator.error_message, "group");
}

Problem refusal(ErrorCode error, const std::optional<std::string>& message, std::string field) {
  const bool told = message && !message->empty();
  return {status_of(error), std::string(name_of(error)),
          told ? *message : std::string(message_of(error)), std::move(field)};
}

Problem not_answered() {
  return {503, "Service Unavailable", "the request was not answered at once", ""};
}

}  // namespace dogear::broker::control
