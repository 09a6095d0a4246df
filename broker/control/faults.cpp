// faults: rules that fail, delay, hold or cut requests of clients, but not those of control verbs.
#include "broker/control/faults.hpp"

#include <limits>
#include <vector>

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include "broker/configs/nearest.hpp"
#include "broker/control/or_null.hpp"
#include "broker/control/request_reader.hpp"
#include "broker/control/verb.hpp"

namespace dogear::broker::control {
namespace {

namespace json = boost::json;

constexpr auto id_max = std::numeric_limits<std::int64_t>::max();
constexpr auto int32_max = std::numeric_limits<std::int32_t>::max();

// --- what a request says

std::optional<protocol::ApiKey> read_api(RequestReader& reader) {
  const auto name = reader.text("api");
  if (!name) return std::nullopt;
  std::vector<std::string_view> names;
  for (const auto* entry : served_apis()) {
    if (*name == entry->api.name) return entry->api.key;
    names.push_back(entry->api.name);
  }
  const auto good = nearest(*name, names);
  reader.refuse("api", fmt::format("no API of this name is served{}",
                                   good ? fmt::format("; did you mean {}?", *good) : ""));
  return std::nullopt;
}

FaultMatch read_match(RequestReader& reader) {
  FaultMatch match;
  match.api = read_api(reader);
  if (const auto node = reader.number("node", 0, int32_max))
    match.node = static_cast<NodeId>(*node);
  match.client_id = reader.text("client");
  match.group = reader.text("group");
  match.topic = reader.text("topic");
  if (const auto partition = reader.number("partition", 0, int32_max))
    match.partition = static_cast<PartitionIndex>(*partition);
  return match;
}

ErrorCode read_error(RequestReader& reader) {
  reader.require("error");
  const auto name = reader.text("error");
  const auto error = error_code_named(name.value_or(""));
  if (name && (!error || *error == ErrorCode::none))
    reader.refuse("error", "expected one of Kafka's errors, like NOT_COORDINATOR");
  return error.value_or(ErrorCode::unknown_server_error);
}

// Anything longer could overflow where it is added to the time of a request.
Millis read_delay(RequestReader& reader) {
  constexpr Millis longest = std::chrono::years{10'000};
  reader.require("by");
  const auto delay = reader.duration("by").value_or(Millis{0});
  if (delay <= Millis{0}) reader.refuse("by", "expected more than 0");
  if (delay > longest) reader.refuse("by", "expected 10,000 years at most");
  return delay;
}

enum Action { error, delay, hold, disconnect, drop_response };

FaultAction read_action(RequestReader& reader) {
  reader.require("action");
  const auto action = static_cast<Action>(
      reader.word("action", {"error", "delay", "hold", "disconnect", "dropResponse"})
          .value_or(hold));
  const auto told = reader.word("when", {"before", "after"});
  const auto when = told == 1 ? FaultTime::after : FaultTime::before;
  switch (action) {
    case error:
      if (told == 1) reader.refuse("when", "an error acts before the request takes effect");
      return FailWith{read_error(reader)};
    case delay:
      return Delay{read_delay(reader), when};
    case hold:
      return Hold{when};
    case disconnect:
      if (when == FaultTime::after) return CutAfter{};
      return CutBefore{};
    case drop_response:
      if (told == 0) reader.refuse("when", "an answer is dropped after the request takes effect");
      return DropResponse{};
  }
  return Hold{};
}

// A number, or "forever".
std::int64_t read_times(RequestReader& reader) {
  const auto* value = reader.value("times");
  if (value && *value == "forever") return forever;
  return reader.number("times", 1, id_max).value_or(1);
}

Problem no_such_fault() { return {404, "Not Found", "there is no such fault", "fault"}; }

// The id of the existing rule that a request names; otherwise nothing, even if that is no problem
// yet.
std::optional<FaultId> read_fault(const Broker& broker, RequestReader& reader) {
  reader.require("fault");
  const auto id = reader.number("fault", 1, id_max);
  if (!id || !broker.faults().rules().contains(static_cast<FaultId>(*id))) return std::nullopt;
  return static_cast<FaultId>(*id);
}

// --- what an answer says

std::string_view name_of_api(protocol::ApiKey key) { return find_api(key)->api.name; }

constexpr const char* name_of_time(FaultTime when) {
  return when == FaultTime::before ? "before" : "after";
}

struct ToldAction {
  json::object operator()(const FailWith& it) const {
    return {{"action", "error"}, {"error", name_of(it.error)}};
  }
  json::object operator()(const CutBefore&) const {
    return {{"action", "disconnect"}, {"when", "before"}};
  }
  json::object operator()(const CutAfter&) const {
    return {{"action", "disconnect"}, {"when", "after"}};
  }
  json::object operator()(const DropResponse&) const { return {{"action", "dropResponse"}}; }
  json::object operator()(const Delay& it) const {
    return {{"action", "delay"}, {"by", it.time.count()}, {"when", name_of_time(it.when)}};
  }
  json::object operator()(const Hold& it) const {
    return {{"action", "hold"}, {"when", name_of_time(it.when)}};
  }
};

json::object told_held(const FiredFault& held) {
  json::object request{{"api", name_of_api(held.api_key)},
                       {"client", held.client_id},
                       {"group", nullptr},
                       {"member", held.subject.member}};
  if (!held.subject.groups.empty()) request["group"] = held.subject.groups.front();
  return request;
}

}  // namespace

json::object told_fault(const Broker& broker, FaultId id) {
  const auto& rule = broker.faults().rules().at(id);
  json::object fault{{"fault", id}};
  for (auto& [name, value] : std::visit(ToldAction{}, rule.action)) fault[name] = value;
  fault["api"] = rule.match.api ? json::value(name_of_api(*rule.match.api)) : json::value(nullptr);
  fault["node"] = or_null(rule.match.node);
  fault["client"] = or_null(rule.match.client_id);
  fault["group"] = or_null(rule.match.group);
  fault["topic"] = or_null(rule.match.topic);
  fault["partition"] = or_null(rule.match.partition);
  fault["times"] = rule.times == forever ? json::value("forever") : json::value(rule.times);
  fault["fired"] = rule.fired;
  json::array holding;
  for (const auto& [connection, held] : broker.held().all())
    if (held.fault->rule == id) holding.push_back(told_held(*held.fault));
  fault["holding"] = std::move(holding);
  return fault;
}

namespace {

// --- the verbs

Answer add(Broker& broker, const json::object& request) {
  RequestReader reader(request);
  FaultRule rule;
  rule.match = read_match(reader);
  rule.action = read_action(reader);
  rule.times = read_times(reader);
  rule.after = reader.number("nth", 1, id_max).value_or(1) - 1;
  if (auto problem = reader.problem()) return *std::move(problem);
  return told_fault(broker, broker.faults().add(rule));
}

Answer list(Broker& broker, const json::object& request) {
  const RequestReader reader(request);
  if (auto problem = reader.problem()) return *std::move(problem);
  json::array faults;
  for (const auto& [id, rule] : broker.faults().rules()) faults.push_back(told_fault(broker, id));
  return json::object{{"faults", std::move(faults)}};
}

Answer release(Broker& broker, const json::object& request) {
  RequestReader reader(request);
  const auto id = read_fault(broker, reader);
  if (auto problem = reader.problem()) return *std::move(problem);
  if (!id) return no_such_fault();
  return json::object{{"fault", *id}, {"released", broker.release(*id)}};
}

Answer remove(Broker& broker, const json::object& request) {
  RequestReader reader(request);
  const auto id = read_fault(broker, reader);
  if (auto problem = reader.problem()) return *std::move(problem);
  if (!id) return no_such_fault();
  const auto fired = broker.faults().rules().at(*id).fired;
  broker.faults().remove(*id);
  return json::object{{"fault", *id}, {"fired", fired}, {"released", broker.release(*id)}};
}

constexpr std::string_view fault_shape =
    "fault (its number), action, error, by, when, api, node, client, group, topic, partition, "
    "times, fired (how often), holding (a list of the requests that it holds: api, client, "
    "group, member)";

constexpr Verb table[] = {
    {"faults", "add", Effect::changes,
     "Adds a rule. It matches requests that have all of the given api, node, client, group, topic "
     "and partition. For each request only the first rule that fires acts.",
     "action (error: the request is answered with the error and has no effect, or only the "
     "matching partitions if topic or partition is given; delay; hold, until released; "
     "disconnect; dropResponse), error (Kafka's name), by (of a delay: 250ms, or ms of wire "
     "time), when (before, after the request takes effect; before); api (like OffsetCommit), "
     "node, client (id), group, topic, partition; nth (the first matching request for which it "
     "fires; 1), times (how often it fires, or forever; 1)",
     fault_shape, add, "api action"},
    {"faults", "list", Effect::reads, "Lists all rules, in the order in which they were added.",
     "nothing", "faults (a list of: as given by add)", list},
    {"faults", "release", Effect::changes,
     "Releases the requests and responses that a rule holds. The rule stays, and fires as often "
     "as it has left.",
     "fault", "fault, released (how many)", release, "fault"},
    {"faults", "remove", Effect::changes, "Removes a rule and releases what it holds.", "fault",
     "fault, fired, released", remove, "fault"},
};

}  // namespace

constinit const std::span<const Verb> faults_verbs = table;

}  // namespace dogear::broker::control
