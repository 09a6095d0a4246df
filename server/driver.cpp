#include "server/driver.hpp"

#include <utility>

namespace dogear::server {
namespace {

// Of one connection: a client that does not read its answers gets no more of them.
constexpr std::size_t unsent_bytes_max = 1024 * 1024;

}  // namespace

Driver::Driver(boost::asio::io_context& io, broker::Broker broker, Clocks clocks, PrintLog print)
    : broker_(std::move(broker)), clocks_(clocks), print_(std::move(print)), timer_(io) {
  broker_.limit_unsent_bytes(unsent_bytes_max);
}

ConnectionId Driver::connect(broker::Peer peer, AnswerSink& sink) {
  const auto id = ++last_connection_;
  peer.connection = id;
  sinks_.emplace(id, &sink);
  broker_.connect(std::move(peer));
  return id;
}

void Driver::disconnect(ConnectionId connection) {
  if (sinks_.erase(connection) == 0) return;
  broker_.disconnect(connection);
}

void Driver::tell_time() {
  broker_.wire_to(clocks_.wire_now());
  if (broker_.clock_mode() == ClockMode::real) broker_.advance_to(clocks_.flowing_broker_time());
}

Driver::WaitingVerbs::Ticket Driver::run(const broker::control::Verb& verb,
                                         const boost::json::object& request,
                                         WaitingVerbs::Done done) {
  tell_time();
  const auto now = broker_.now();
  const auto mode = broker_.clock_mode();
  const auto ticket = waiting_verbs_.run(broker_, verb, request, std::move(done));
  // Only a verb that moved the clock: every other one would set it back by as long as it took.
  if (broker_.now() != now || broker_.clock_mode() != mode) clocks_.set_broker_time(broker_.now());
  carry_out();
  return ticket;
}

void Driver::carry_out() {
  waiting_verbs_.look(broker_);
  do {
    hand_out(broker_.take_output());  // written answers may let the broker begin more requests
  } while (broker_.has_output());
  // Writing changes the broker, too: a client turns out to be gone, or a request begins that had to
  // wait until answers were sent.
  waiting_verbs_.look(broker_);
  set_timer();
}

void Driver::hand_out(broker::Output output) {
  for (auto& [connection, frame] : output.frames)
    if (const auto sink = sinks_.find(connection); sink != sinks_.end())
      sink->second->queue(std::move(frame));
  for (const auto& frame : output.frames)
    if (const auto sink = sinks_.find(frame.connection); sink != sinks_.end())
      sink->second->flush();
  for (const auto& closed : output.closed) {
    const auto sink = sinks_.find(closed.connection);
    if (sink == sinks_.end()) continue;
    auto* const closing = sink->second;
    sinks_.erase(sink);
    closing->close();
  }
  for (const auto& line : output.log) print_(line);
}

void Driver::close_all() {
  waiting_verbs_.end();
  while (!sinks_.empty()) {
    const auto [connection, sink] = *sinks_.begin();
    disconnect(connection);
    sink->close();
  }
}

void Driver::set_timer() {
  auto next = broker_.next_wire_deadline();
  if (const auto due = waiting_verbs_.next_deadline(); due && (!next || *due < *next)) next = due;
  if (broker_.clock_mode() == ClockMode::real) {
    if (const auto due = broker_.next_broker_deadline()) {
      const auto in = std::max(Millis{0}, *due - clocks_.flowing_broker_time());
      const auto then = clocks_.wire_now() + in;
      next = next ? std::min(*next, then) : then;
    }
  }
  if (next == timer_set_for_) return;
  timer_set_for_ = next;
  timer_.cancel();
  if (!next) return;
  // A millisecond late, because the clock rounds down: it must have reached the deadline.
  timer_.expires_at(clocks_.steady_time_of(*next + Millis{1}));
  timer_.async_wait([this](boost::system::error_code error) {
    if (error) return;
    timer_set_for_.reset();
    tell_time();
    carry_out();
  });
}

}  // namespace dogear::server
