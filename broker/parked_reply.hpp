// Makes the reply of a handler out of what a group answers: at once, or later to a parked request.
#pragma once
#include <functional>
#include <optional>
#include <utility>

#include "broker/reply.hpp"
#include "coordinator/groups.hpp"

namespace dogear::broker {

// `finish` makes the group's response one of the request's version.
template <class Response, class Finish = std::identity>
Reply<Response> reply_of(coordinator::AnswerOrParked<Response> outcome, Finish finish = {}) {
  if (auto* answer = std::get_if<Response>(&outcome)) return finish(std::move(*answer));
  const auto parked = std::get<ParkedPtr<Response>>(outcome);
  return Waiting<Response>{
      .waits_for = {parked->id},
      .deadline = std::nullopt,  // the group has deadlines of its own, and answers then
      .ask = [parked, finish](Cluster&, const Asking&) -> std::optional<Response> {
        if (!parked->answer) return std::nullopt;
        return finish(Response(*parked->answer));
      }};
}

}  // namespace dogear::broker
