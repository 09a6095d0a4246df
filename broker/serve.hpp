// Makes a row of the API table out of a typed handler. Included by handlers/*.cpp alone:
//
//   HeartbeatResponse heartbeat(Cluster&, const Call&, const HeartbeatRequest&);
//   HeartbeatResponse failure(const HeartbeatRequest&, ErrorCode);
//   constinit const ApiEntry heartbeat_entry = serve<HeartbeatRequest, heartbeat, failure>();
//
// Both may return Reply<...> instead, and failure() may take the Call as a first argument.
#pragma once
#include <type_traits>
#include <utility>

#include "broker/api_table.hpp"
#include "broker/call.hpp"
#include "broker/reply.hpp"
#include "protocol/frame.hpp"

namespace dogear::broker {
namespace detail {

template <class Response>
Answer encoded(const Response& response, protocol::Version version, std::int32_t correlation_id) {
  ErrorCode error = ErrorCode::none;
  auto frame = protocol::encode_response(response, version, correlation_id, &error);
  Millis throttle{0};
  if constexpr (requires { response.throttle_time_ms; })
    throttle = Millis{response.throttle_time_ms};
  return {std::move(frame), Response::api.key, error, throttle};
}

template <class Response>
Outcome to_outcome(const Response& response, const Call& call) {
  return encoded(response, call.version, call.correlation_id);
}

template <class Response>
Outcome to_outcome(Waiting<Response> waiting, const Call& call) {
  auto ask = [typed = std::move(waiting.ask), version = call.version, id = call.correlation_id](
                 Cluster& cluster, const Asking& asking) -> std::optional<Answer> {
    const auto response = typed(cluster, asking);
    if (!response) return std::nullopt;
    return encoded(*response, version, id);
  };
  return WaitingFrame{std::move(waiting.waits_for), waiting.deadline, std::move(ask)};
}

template <class Response>
Outcome to_outcome(Reply<Response> reply, const Call& call) {
  return std::visit(
      [&]<class Alternative>(Alternative& alternative) -> Outcome {
        if constexpr (std::is_same_v<Alternative, NoAnswer> ||
                      std::is_same_v<Alternative, CloseConnection>)
          return std::move(alternative);
        else
          return to_outcome(std::move(alternative), call);
      },
      reply);
}

// Apart from the code that runs all day.
template <class Request, auto failure>
[[gnu::cold, gnu::noinline]] Outcome failed(const Call& call, const Request& request,
                                            ErrorCode error) {
  if constexpr (std::is_invocable_v<decltype(failure), const Call&, const Request&, ErrorCode>)
    return to_outcome(failure(call, request, error), call);
  else
    return to_outcome(failure(request, error), call);
}

}  // namespace detail

template <class Request, auto handle, auto failure>
constexpr ApiEntry serve() {
  return {.api = Request::api,
          .begin = [](Cluster& cluster, const Call& call, const Slice& body) -> Outcome {
            const auto request = protocol::decode<Request>(body, call.version);
            if (!request) return CloseConnection{request.error};
            auto outcome = detail::to_outcome(handle(cluster, call, request.message), call);
            // An answer that repeats a text of the request may be too long for the protocol.
            if (const auto* answer = std::get_if<Answer>(&outcome); answer && answer->frame.empty())
              return detail::failed<Request, failure>(call, request.message,
                                                      ErrorCode::unknown_server_error);
            return outcome;
          },
          .fail = [](const Call& call, const Slice& body, ErrorCode error) -> Outcome {
            const auto request = protocol::decode<Request>(body, call.version);
            if (!request) return CloseConnection{request.error};
            return detail::failed<Request, failure>(call, request.message, error);
          }};
}

}  // namespace dogear::broker
