// clock: broker time, which sessions, timestamps and retention follow.
//
// A manual clock stands still between commands. A real one follows the machine's, and after a
// command goes on from where it was put.
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
    reader.refuse("by", fmt::format("leads beyond {}", to_iso_time(iso_time_max)));
  if (auto problem = reader.problem()) return *std::move(problem);
  broker.advance_to(broker.now() + *by);
  return told(broker);
}

Answer set(Broker& broker, const json::object& request) {
  RequestReader reader(request);
  const auto to = reader.instant("to");
  const auto mode = reader.word("mode", {"real", "manual"});
  if (!reader.has("to") && !reader.has("mode")) reader.require("to");
  if (to && *to < broker.now())
    reader.refuse("to", fmt::format("time does not go back: it is {}", to_iso_time(broker.now())));
  if (auto problem = reader.problem()) return *std::move(problem);
  if (to) broker.advance_to(*to);
  if (mode) broker.set_clock_mode(*mode == 0 ? ClockMode::real : ClockMode::manual);
  return told(broker);
}

constexpr std::string_view clock_shape =
    "now (ISO 8601), nowMs (since 1970), mode (real, manual), nextDeadline (ISO 8601: when "
    "something expires or is cleaned next; null)";

constexpr Verb table[] = {
    {"clock", "read", Effect::reads, "Tells the broker's time.", "nothing", clock_shape, read},
    {"clock", "advance", Effect::changes,
     "Moves broker time forward, through everything that comes due on the way.",
     "by (45s, 1h30m, PT45S, or ms)", clock_shape, advance},
    {"clock", "set", Effect::changes,
     "Moves broker time forward to a point, or lets it follow the machine's, or stand still.",
     "to (ISO 8601, or ms since 1970), mode (real, manual); one of them or both", clock_shape, set},
};

}  // namespace

constinit const std::span<const Verb> clock_verbs = table;

}  // namespace dogear::broker::control
