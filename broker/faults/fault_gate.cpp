// Applies the rules of broker/faults/faults.hpp to the requests and answers of the broker.
#include <utility>

#include "broker/broker.hpp"
#include "broker/faults/failed_rows.hpp"

namespace dogear::broker {
namespace {

// Whether an action keeps something back at this moment, and until when if not until its release.
struct Keeping {
  bool keeps = false;
  std::optional<WireTime> until;
};
Keeping keeping(const FaultAction& action, FaultTime moment, WireTime now) {
  if (const auto* hold = std::get_if<Hold>(&action)) return {hold->when == moment, std::nullopt};
  if (const auto* delay = std::get_if<Delay>(&action))
    return {delay->when == moment, now + delay->time};
  return {};
}

}  // namespace

std::optional<Outcome> Broker::meet_request(Connection& connection, const FiredFault& fault,
                                            const ApiEntry& api, const Call& call,
                                            const Slice& body, const Slice& frame) {
  if (const auto* failure = std::get_if<FailWith>(&fault.action))
    return fault.match.names_rows() ? fail_rows(cluster_, api, call, body, fault, failure->error)
                                    : api.fail(call, body, failure->error);
  if (std::holds_alternative<CutBefore>(fault.action)) return CloseConnection{fault_cut};
  auto shared = std::make_shared<const FiredFault>(fault);
  if (const auto kept = keeping(fault.action, FaultTime::before, wire_now_); kept.keeps) {
    hold(connection, {std::move(shared), kept.until, frame.retained()});
    return std::nullopt;
  }
  connection.on_answer = std::move(shared);
  return api.begin(cluster_, call, body);
}

void Broker::meet_answer(Connection& connection, std::shared_ptr<const FiredFault> fault,
                         Answer answer) {
  const auto id = connection.peer.connection;
  // A rule that was removed while the request waited could never release its answer.
  if (std::holds_alternative<Hold>(fault->action) && !faults_.rules().contains(fault->rule))
    return deliver(connection, std::move(answer));
  if (const auto kept = keeping(fault->action, FaultTime::after, wire_now_); kept.keeps)
    return hold(connection, {std::move(fault), kept.until, std::move(answer)});
  connection.last_active = wire_now_;
  throttle(connection, answer.throttle);
  if (std::holds_alternative<CutAfter>(fault->action)) return close(id, fault_cut);
  if (!connection.backlog.empty()) ready_.push_back(id);
}

void Broker::hold(Connection& connection, HeldRequest held) {
  connection.waiting = true;
  held_.add(connection.peer.connection, std::move(held));
}

void Broker::resume(ConnectionId id) {
  auto held = held_.take(id);
  if (!held) return;
  auto& connection = connections_.at(id);
  connection.waiting = false;
  if (auto* answer = std::get_if<Answer>(&held->what))
    return deliver(connection, std::move(*answer));
  begin(connection, std::get<Slice>(held->what), Gate::passed);
  // After a request without an answer (acks=0) nothing else would begin the next one.
  const auto found = connections_.find(id);
  if (found != connections_.end() && !found->second.waiting) ready_.push_back(id);
}

std::size_t Broker::release(FaultId rule) {
  const auto connections = held_.held_by(rule);
  for (const auto id : connections) {
    resume(id);
    settle();
  }
  return connections.size();
}

}  // namespace dogear::broker
