// Connects one broker to the outside world: gives it the time and frames, and carries out its
// outputs. Everything runs on the one thread of the io_context.
#pragma once
#include <functional>
#include <memory>
#include <unordered_map>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "broker/broker.hpp"
#include "broker/control/waiting_verbs.hpp"
#include "server/clocks.hpp"

namespace dogear::server {

// Where the answers to a connection go.
class AnswerSink {
 public:
  virtual ~AnswerSink() = default;
  // Queues a frame; flush() writes what is queued.
  virtual void queue(protocol::ByteChain frame) = 0;
  virtual void flush() = 0;
  // Writes as much of the queue as the socket takes at once, and closes the connection.
  virtual void close() = 0;
};

class Driver {
 public:
  using WaitingVerbs = broker::control::WaitingVerbs;
  using PrintLog = std::function<void(const broker::LogLine&)>;

  Driver(boost::asio::io_context& io, broker::Broker broker, Clocks clocks, PrintLog print);

  // The sink must live until disconnect() or until it is told to close().
  ConnectionId connect(broker::Peer peer, AnswerSink& sink);
  void disconnect(ConnectionId connection);
  void receive(ConnectionId connection, const Slice& frame) { broker_.receive(connection, frame); }

  // So many bytes of answers have been written to the connection.
  void sent(ConnectionId connection, std::size_t bytes) { broker_.sent(connection, bytes); }

  // Closes a connection that did not send frames.
  void refuse(ConnectionId connection, std::string why) {
    broker_.refuse(connection, std::move(why));
  }

  // Tells the broker what time it is. Call it before a batch of receive() and sent(), and
  // carry_out() after the batch.
  void tell_time();
  // Runs a control verb now. `done` is called at once, or later for a verb that waits, and at the
  // latest by close_all().
  WaitingVerbs::Ticket run(const broker::control::Verb& verb, const boost::json::object& request,
                           WaitingVerbs::Done done);
  // Forgets a verb that waits: whoever called it is gone.
  void abandon(WaitingVerbs::Ticket ticket) { waiting_verbs_.abandon(ticket); }
  // Hands out answers, prints log lines, and sets the timer for the next deadline.
  void carry_out();

  // Ends all waiting verbs and closes all connections. Nothing is served after that.
  void close_all();

  broker::Broker& broker() { return broker_; }

 private:
  void hand_out(broker::Output output);
  void set_timer();

  broker::Broker broker_;
  WaitingVerbs waiting_verbs_;
  Clocks clocks_;
  PrintLog print_;
  boost::asio::steady_timer timer_;
  std::optional<WireTime> timer_set_for_;
  std::unordered_map<ConnectionId, AnswerSink*> sinks_;
  ConnectionId last_connection_ = 0;
};

}  // namespace dogear::server
