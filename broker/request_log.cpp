#include "broker/request_log.hpp"

#include <fmt/format.h>

#include "base/error_code.hpp"
#include "broker/api_table.hpp"

namespace dogear::broker {
namespace {

// Only APIs that are served get so far.
std::string_view name_of_api(protocol::ApiKey key) { return find_api(key)->api.name; }

}  // namespace

std::string told_request(const Call& call) {
  return fmt::format("connection {} ({} to node {}, client {:?}): {} v{}, correlation {}, {} bytes",
                     call.peer.connection, call.peer.client_host, call.peer.node, call.client_id,
                     name_of_api(call.api_key), call.version, call.correlation_id,
                     call.request_bytes);
}

std::string told_waiting(const Call& call) {
  return fmt::format("connection {}: {} waits", call.peer.connection, name_of_api(call.api_key));
}

std::string told_answer(ConnectionId connection, const Answer& answer, std::size_t bytes) {
  return fmt::format("connection {}: {} is answered, {}, {} bytes", connection,
                     name_of_api(answer.api_key), name_of(answer.error), bytes);
}

}  // namespace dogear::broker
