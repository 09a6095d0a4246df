// A client within the broker: control verbs send requests as clients do, so that topics, logs and
// groups end up exactly as if a client had changed them.
#pragma once
#include <optional>
#include <string>

#include <boost/system/result.hpp>

#include "broker/answer_body.hpp"
#include "broker/broker.hpp"
#include "broker/control/verb.hpp"
#include "protocol/frame.hpp"

namespace dogear::broker::control {

// The node to ask when any will do, as for a client's bootstrap.
inline NodeId any_node(const Broker& broker) { return broker.cluster().nodes.front().id; }

// Sends a request to a node. Nothing if it is not answered at once.
template <class Response, class Request>
std::optional<Response> ask(Broker& broker, NodeId node, const Request& request,
                            protocol::Version version) {
  const auto body = protocol::flattened(protocol::encode(request, version));
  const auto outcome = broker.answer(node, *find_api(Request::api.key), version, Slice(body));
  const auto* answer = std::get_if<broker::Answer>(&outcome);
  if (!answer) return std::nullopt;
  const auto answered = body_of(*answer, Request::api, version);
  if (!answered) return std::nullopt;
  auto decoded = protocol::decode<Response>(*answered, version);
  if (!decoded) return std::nullopt;
  return std::move(decoded.message);
}

// The node that coordinates the group, found as a client finds it: by FindCoordinator, which
// creates __consumer_offsets if it is missing.
boost::system::result<NodeId, Problem> find_coordinator(Broker& broker, const std::string& group);

// Kafka's error as a problem of the request: the title is the error's name.
Problem refusal(ErrorCode error, const std::optional<std::string>& message, std::string field);
// When ask() answers nothing.
Problem not_answered();

}  // namespace dogear::broker::control
