// snapshots: take and restore the state of the cluster. Taking one copies no records.
#include <boost/json/array.hpp>

#include "base/iso_time.hpp"
#include "broker/broker.hpp"
#include "broker/control/request_reader.hpp"
#include "broker/control/verb.hpp"

namespace dogear::broker::control {
namespace {

namespace json = boost::json;

constexpr const char* default_name = "snapshot";

std::string read_name(RequestReader& reader) { return reader.text("name").value_or(default_name); }

Problem no_such_snapshot() { return {404, "Not Found", "there is no such snapshot", "name"}; }

json::object told(const std::string& name, const Snapshot& snapshot) {
  return {{"name", name}, {"takenAt", to_iso_time(snapshot.taken_at())}};
}

Answer take(Broker& broker, const json::object& request) {
  RequestReader reader(request);
  const auto name = read_name(reader);
  if (auto problem = reader.problem()) return *std::move(problem);
  broker.snapshots().insert_or_assign(name, broker.take_snapshot());
  return told(name, broker.snapshots().at(name));
}

json::object after_restore(Broker& broker, const Snapshot& snapshot) {
  const auto closed = broker.connection_count();
  broker.restore(snapshot);
  return {{"closedConnections", closed}, {"now", to_iso_time(broker.now())}};
}

Answer restore(Broker& broker, const json::object& request) {
  RequestReader reader(request);
  const auto name = read_name(reader);
  if (auto problem = reader.problem()) return *std::move(problem);
  const auto found = broker.snapshots().find(name);
  if (found == broker.snapshots().end()) return no_such_snapshot();
  auto answer = after_restore(broker, found->second);
  answer["name"] = name;
  return answer;
}

Answer list(Broker& broker, const json::object& request) {
  const RequestReader reader(request);
  if (auto problem = reader.problem()) return *std::move(problem);
  json::array snapshots;
  for (const auto& [name, snapshot] : broker.snapshots()) snapshots.push_back(told(name, snapshot));
  return json::object{{"snapshots", std::move(snapshots)}};
}

Answer drop(Broker& broker, const json::object& request) {
  RequestReader reader(request);
  const auto name = read_name(reader);
  if (auto problem = reader.problem()) return *std::move(problem);
  if (broker.snapshots().erase(name) == 0) return no_such_snapshot();
  return json::object{{"name", name}};
}

Answer reset(Broker& broker, const json::object& request) {
  const RequestReader reader(request);
  if (auto problem = reader.problem()) return *std::move(problem);
  broker.faults().clear();
  return after_restore(broker, broker.start());
}

constexpr Verb table[] = {
    {"snapshots", "take", Effect::changes,
     "Saves topics with their records, groups, offsets and configs under a name. An earlier "
     "snapshot of that name is replaced.",
     "name (snapshot)", "name, takenAt (ISO 8601)", take, "name"},
    {"snapshots", "restore", Effect::changes,
     "Restores a snapshot. All connections are closed; clients reconnect by themselves. Time does "
     "not go back, and neither do the numbers that ids and generations are made of, so none is "
     "given out twice.",
     "name (snapshot)", "name, closedConnections, now", restore, "name"},
    {"snapshots", "list", Effect::reads, "Lists all snapshots.", "nothing",
     "snapshots (a list of: name, takenAt)", list},
    {"snapshots", "drop", Effect::changes, "Deletes a snapshot.", "name (snapshot)", "name", drop,
     "name"},
    {"snapshots", "reset", Effect::changes,
     "Restores the state in which the broker became ready: only the topics, records and offsets "
     "of that time, and no faults. Snapshots are kept.",
     "nothing", "closedConnections, now", reset},
};

}  // namespace

constinit const std::span<const Verb> snapshots_verbs = table;

}  // namespace dogear::broker::control
