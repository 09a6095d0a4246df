// Runs control verbs, and asks those again that wait. Who drives a broker has one of these and
// looks after every batch of inputs.
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

  // `done` is called before this returns, or from look() or end(), unless it is abandoned.
  Ticket run(Broker& broker, const Verb& verb, const boost::json::object& request, Done done);
  // Who asked is gone.
  void abandon(Ticket ticket) { waiting_.erase(ticket); }
  // Answers those for whom it is so, or whose time is over.
  void look(Broker& broker);
  // Nothing will happen any more: answers all with that.
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
