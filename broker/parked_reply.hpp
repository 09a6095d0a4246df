// A request that a group has parked, as a reply of its handler.
#pragma once
#include <optional>
#include <utility>

#include "broker/reply.hpp"
#include "coordinator/groups.hpp"

namespace dogear::broker {

template <class Response>
Reply<Response> reply_of(coordinator::AnswerOrParked<Response> outcome) {
  if (auto* answer = std::get_if<Response>(&outcome)) return std::move(*answer);
  const auto parked = std::get<ParkedPtr<Response>>(outcome);
  return Waiting<Response>{.waits_for = {parked->id},
                           .deadline = std::nullopt,  // the group's own deadlines answer it
                           .ask = [parked](Cluster&, const Asking&) { return parked->answer; }};
}

}  // namespace dogear::broker
