// Control verbs: JSON in, JSON out, each written once for all who ask (HTTP, fixtures, commands).
//
// A noun has its file, broker/control/<noun>.cpp, with a table of its verbs: what each takes, gives
// and refuses is told there, where it is done, and by `GET /v1`.
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

// Why a request was refused, as RFC 9457 tells it.
struct Problem {
  int status = 400;  // of HTTP
  std::string title;
  std::string detail;
  std::string
      field;  // the member of the request that it is about; empty for the request as a whole
};
boost::json::object to_json(const Problem& problem);

using Answer = std::variant<boost::json::object, Problem>;

// A verb that waits until something is so. `ask` is tried after everything that happens, and a last
// time after `timeout`, when it must answer; an ask that answers nothing has changed nothing.
struct Waiting {
  Millis timeout;  // wire time
  std::function<std::optional<Answer>(Broker&, WireDeadline)> ask;
};

// A verb that only reads may be asked for by GET, and leaves the clock alone.
enum class Effect { reads, changes };

struct Verb {
  std::string_view noun;
  std::string_view name;
  Effect effect;
  std::string_view help;   // what it does, in a sentence
  std::string_view takes;  // members of the request, with their units
  std::string_view gives;  // members of the answer
  Answer (*run)(Broker&, const boost::json::object& request);
  // Members that `dogear ctl` takes without their names, in this order, between blanks.
  std::string_view operands = "";
  // In place of run, which is null then: the verb waits, unless its request is refused.
  std::variant<Waiting, Problem> (*wait)(Broker&, const boost::json::object& request) = nullptr;
};

// All verbs, by noun.
std::span<const Verb* const> verbs();
// Null when there is none.
const Verb* find_verb(std::string_view noun, std::string_view name);
// The table as JSON: what there is to ask for.
boost::json::object describe_verbs();

// The tables, one a noun: broker/control/<noun>.cpp.
extern const std::span<const Verb> clock_verbs;
extern const std::span<const Verb> faults_verbs;
extern const std::span<const Verb> groups_verbs;
extern const std::span<const Verb> snapshots_verbs;
extern const std::span<const Verb> topics_verbs;
extern const std::span<const Verb> wait_verbs;

}  // namespace dogear::broker::control
