#include "broker/control/waiting_verbs.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "broker/broker.hpp"

namespace dogear::broker::control {

WaitingVerbs::Ticket WaitingVerbs::run(Broker& broker, const Verb& verb,
                                       const boost::json::object& request, Done done) {
  const auto ticket = ++last_ticket_;
  if (verb.run) {
    done(verb.run(broker, request));
    return ticket;
  }
  auto reply = verb.wait(broker, request);
  if (auto* problem = std::get_if<Problem>(&reply)) {
    done(std::move(*problem));
    return ticket;
  }
  auto& waiting = std::get<Waiting>(reply);
  const auto deadline = broker.wire_now() + waiting.timeout;
  waiting_.emplace(ticket, Entry{deadline, std::move(waiting), std::move(done)});
  look(broker);
  return ticket;
}

void WaitingVerbs::look(Broker& broker) {
  std::vector<std::pair<Done, Answer>> answered;
  for (auto it = waiting_.begin(); it != waiting_.end();) {
    auto& [deadline, waiting, done] = it->second;
    auto answer = waiting.ask(
        broker, deadline <= broker.wire_now() ? WireDeadline::reached : WireDeadline::ahead);
    if (!answer) {
      ++it;
      continue;
    }
    answered.emplace_back(std::move(done), *std::move(answer));
    it = waiting_.erase(it);
  }
  for (auto& [done, answer] : answered) done(std::move(answer));
}

void WaitingVerbs::end() {
  for (auto& [ticket, entry] : std::exchange(waiting_, {}))
    entry.done(Problem{503, "Service Unavailable", "the broker has ended", ""});
}

std::optional<WireTime> WaitingVerbs::next_deadline() const {
  std::optional<WireTime> earliest;
  for (const auto& [ticket, entry] : waiting_)
    if (!earliest || entry.deadline < *earliest) earliest = entry.deadline;
  return earliest;
}

}  // namespace dogear::broker::control
