// Runs control verbs, and keeps those that wait. Whoever drives a broker has one of these, and
// calls look() after every batch of inputs.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>

#include "base/time.hpp"
#include "broker/control/verb.hpp"

namespace dogear::broker::control {

class WaitingVerbs {
 public:
  using Done = std::function<void(Answer)>;
  using Ticket = std::uint64_t;

  // Calls `done` before it returns, or later from look() or end(), unless the ticket is abandoned.
  Ticket run(Broker& broker, const Verb& verb, const boost::json::object& request, Done done);
  // For when the requester is gone.
  void abandon(Ticket ticket) { waiting_.erase(ticket); }
  // Answers the verbs whose condition holds or whose timeout has passed.
  void look(Broker& broker);
  // The broker ends: answers all that still wait.
  void end();

  std::optional<WireTime> next_deadline() const;

 private:
  struct Entry {
    WireTime deadline;
    Waiting waiting;
    Done done;
  };

  std::map<Ticket, Entry> waiting_;
  Ticket last_ticket_ = 0;
};

}  // namespace dogear::broker::control
