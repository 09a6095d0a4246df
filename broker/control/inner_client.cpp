#include "broker/control/inner_client.hpp"

#include "base/error_messages.hpp"

namespace dogear::broker::control {
namespace {

int status_of(ErrorCode error) {
  switch (error) {
    case ErrorCode::unknown_topic_or_partition:
      return 404;
    case ErrorCode::topic_already_exists:
    case ErrorCode::unknown_member_id:  // the group has members
      return 409;
    case ErrorCode::kafka_storage_error:
      return 507;
    default:
      return 400;
  }
}

}  // namespace

Problem refusal(ErrorCode error, const std::optional<std::string>& message, std::string field) {
  const bool told = message && !message->empty();
  return {status_of(error), std::string(name_of(error)),
          told ? *message : std::string(message_of(error)), std::move(field)};
}

Problem not_answered() { return {503, "Service Unavailable", "it was not answered at once", ""}; }

}  // namespace dogear::broker::control
