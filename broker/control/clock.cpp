// clock: reads and moves broker time, which timestamps, sessions and retention depend on.
//
// A manual clock stands still between commands. A real one runs with the machine's clock, also
// after a command has put it forward.
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include "base/iso_time.hpp"
#include "broker/broker.hpp"
#include "broker/control/request_reader.hpp"
#include "broker/control/verb.hpp"

namespace dogear::broker::control {
namespace {

namespace json = boost::json;

json::object told(const Broker& broker) {
  json::object clock;
  clock["now"] = to_iso_time(broker.now());
  clock["nowMs"] = epoch_ms(broker.now());
  clock["mode"] = broker.clock_mode() == ClockMode::manual ? "manual" : "real";
  clock["nextDeadline"] = nullptr;
  if (const auto next = broker.next_broker_deadline()) clock["nextDeadline"] = to_iso_time(*next);
  return clock;
}

using Sessions = coordinator::Leap::Sessions;

// By default members whose connection is open survive: they would have sent heartbeats.
Sessions sessions_of(RequestReader& reader) {
  return reader.word("sessions", {"renew", "expire"}) == 1 ? Sessions::expire : Sessions::renew;
}

struct ToldEvent {
  json::object operator()(const coordinator::SessionRenewed& it) const {
    return {{"what", "session renewed"}, {"member", it.member_id}};
  }
  json::object operator()(const coordinator::SessionExpired& it) const {
    return {{"what", "session expired"}, {"member", it.member_id}};
  }
  json::object operator()(const coordinator::PendingMemberExpired& it) const {
    return {{"what", "pending member expired"}, {"member", it.member_id}};
  }
  json::object operator()(const coordinator::JoinPhaseEnded&) const {
    return {{"what", "join phase ended"}};
  }
  json::object operator()(const coordinator::SyncPhaseExpired&) const {
    return {{"what", "sync phase expired"}};
  }
  json::object operator()(const coordinator::OffsetExpired& it) const {
    return {{"what", "offset expired"},
            {"topic", it.partition.topic},
            {"partition", it.partition.partition}};
  }
  json::object operator()(const coordinator::GroupExpired&) const {
    return {{"what", "group expired"}};
  }
};

json::object told_after_leap(Broker& broker, BrokerTime to, Sessions sessions) {
  json::array came_due;
  for (const auto& due : broker.leap_to(to, sessions)) {
    auto event = std::visit(ToldEvent{}, due.what);
    event["at"] = to_iso_time(due.at);
    event["group"] = due.group;
    came_due.push_back(std::move(event));
  }
  auto clock = told(broker);
  clock["cameDue"] = std::move(came_due);
  return clock;
}

Answer read(Broker& broker, const json::object& request) {
  const RequestReader reader(request);
  if (auto problem = reader.problem()) return *std::move(problem);
  return told(broker);
}

Answer advance(Broker& broker, const json::object& request) {
  RequestReader reader(request);
  reader.require("by");
  const auto by = reader.duration("by");
  if (by && *by > iso_time_max - broker.now())
    reader.refuse("by",
                  fmt::format("would be after {}, the latest time", to_iso_time(iso_time_max)));
  const auto sessions = sessions_of(reader);
  if (auto problem = reader.problem()) return *std::move(problem);
  return told_after_leap(broker, broker.now() + *by, sessions);
}

Answer set(Broker& broker, const json::object& request) {
  RequestReader reader(request);
  const auto to = reader.instant("to");
  const auto mode = reader.word("mode", {"real", "manual"});
  if (!reader.has("to") && !reader.has("mode")) reader.require("to");
  if (to && *to < broker.now())
    reader.refuse("to", fmt::format("time does not go back: it is {}", to_iso_time(broker.now())));
  const auto sessions = sessions_of(reader);
  if (auto problem = reader.problem()) return *std::move(problem);
  if (mode) broker.set_clock_mode(*mode == 0 ? ClockMode::real : ClockMode::manual);
  return told_after_leap(broker, to.value_or(broker.now()), sessions);
}

constexpr std::string_view clock_shape =
    "now (ISO 8601), nowMs (since 1970), mode (real, manual), nextDeadline (ISO 8601: when "
    "something next expires or is cleaned; null)";

constexpr std::string_view leap_shape =
    "now, nowMs, mode, nextDeadline as in read; cameDue (a list of what came due in groups "
    "meanwhile: at, group, what, and the member, or the topic and partition)";

constexpr Verb table[] = {
    {"clock", "read", Effect::reads, "Reads the broker's time.", "nothing", clock_shape, read},
    {"clock", "advance", Effect::changes,
     "Moves broker time forward. Everything due until then happens at its time.",
     "by (45s, 1h30m, PT45S, or ms); sessions (of members whose connection is open: renew, "
     "expire; renew)",
     leap_shape, advance, "by"},
    {"clock", "set", Effect::changes,
     "Moves broker time forward to a given time, or lets it follow the machine's clock (real), or "
     "stops it (manual).",
     "to (ISO 8601, or ms since 1970), mode (real, manual), at least one of the two; sessions as "
     "in advance",
     leap_shape, set, "to"},
};

}  // namespace

constinit const std::span<const Verb> clock_verbs = table;

}  // namespace dogear::broker::control
