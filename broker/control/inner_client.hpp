// A client inside: control verbs ask what clients ask, so that logs, topics and groups become what
// clients would have made of them.
#pragma once
#include <optional>
#include <string>

#include <boost/system/result.hpp>

#include "broker/broker.hpp"
#include "broker/control/verb.hpp"
#include "protocol/frame.hpp"

namespace dogear::broker::control {

// A client bootstraps from any.
inline NodeId any_node(const Broker& broker) { return broker.cluster().nodes.front().id; }

// Nothing if it is not answered at once.
template <class Response, class Request>
std::optional<Response> ask(Broker& broker, NodeId node, const Request& request,
                            protocol::Version version) {
  const auto body = protocol::flattened(protocol::encode(request, version));
  const auto outcome = broker.answer(node, *find_api(Request::api.key), version, Slice(body));
  const auto* answer = std::get_if<broker::Answer>(&outcome);
  if (!answer) return std::nullopt;
  constexpr std::size_t size_bytes = 4;
  const auto frame = Slice::copy_of(protocol::flattened(answer->frame));
  const auto parsed =
      protocol::parse_response(frame.sub(size_bytes, frame.size() - size_bytes),
                               protocol::flexible_response_header(Request::api, version));
  if (!parsed) return std::nullopt;
  auto decoded = protocol::decode<Response>(parsed->body, version);
  if (!decoded) return std::nullopt;
  return std::move(decoded.message);
}

// The node that coordinates the group, as a client finds it: the first one to ask makes
// __consumer_offsets.
boost::system::result<NodeId, Problem> find_coordinator(Broker& broker, const std::string& group);

// Kafka's error as a problem of the request: its name is the title.
Problem refusal(ErrorCode error, const std::optional<std::string>& message, std::string field);
// When ask() answers nothing.
Problem not_answered();

}  // namespace dogear::broker::control
