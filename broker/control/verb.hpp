// Control verbs: a JSON object in, a JSON object out, the same for HTTP, --init, fixtures and
// commands.
//
// The verbs of a noun are in a table in broker/control/<noun>.cpp, which also describes what each
// of them takes and gives. `GET /v1` answers these descriptions.
#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include <boost/json/object.hpp>

#include "base/time.hpp"
#include "broker/reply.hpp"

namespace dogear::broker {
class Broker;
}

namespace dogear::broker::control {

// Why a request was refused, in the terms of RFC 9457.
struct Problem {
  int status = 400;  // of HTTP
  std::string title;
  std::string detail;
  std::string field;  // the member of the request that is wrong; empty for the request as a whole
};
boost::json::object to_json(const Problem& problem);

using Answer = std::variant<boost::json::object, Problem>;

// A verb that waits for a condition. `ask` is called after every batch of inputs, and for the last
// time after `timeout`, when it must answer. An `ask` that returns nothing must not have changed
// anything.
struct Waiting {
  Millis timeout;  // wire time
  std::function<std::optional<Answer>(Broker&, WireDeadline)> ask;
};

// A verb that only reads may be requested by GET, too, and never moves the clock.
enum class Effect { reads, changes };

struct Verb {
  std::string_view noun;
  std::string_view name;
  Effect effect;
  std::string_view help;   // what it does, in a sentence
  std::string_view takes;  // members of the request, with their units
  std::string_view gives;  // members of the answer
  Answer (*run)(Broker&, const boost::json::object& request);
  // The members that `dogear ctl` takes without their names, in this order, separated by blanks.
  std::string_view operands = "";
  // For a verb that waits, in place of `run`, which is then null.
  std::variant<Waiting, Problem> (*wait)(Broker&, const boost::json::object& request) = nullptr;
};

// All verbs, by noun.
std::span<const Verb* const> verbs();
// Null when there is none.
const Verb* find_verb(std::string_view noun, std::string_view name);
// All verbs as JSON, for `GET /v1`.
boost::json::object describe_verbs();

// The tables of the nouns: broker/control/<noun>.cpp.
extern const std::span<const Verb> clock_verbs;
extern const std::span<const Verb> faults_verbs;
extern const std::span<const Verb> groups_verbs;
extern const std::span<const Verb> snapshots_verbs;
extern const std::span<const Verb> topics_verbs;
extern const std::span<const Verb> wait_verbs;

}  // namespace dogear::broker::control
