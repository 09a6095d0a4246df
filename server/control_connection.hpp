// One HTTP client of the control port.
#pragma once
#include <memory>
#include <optional>

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>

#include "server/control_answers.hpp"
#include "server/control_api.hpp"

namespace dogear::server {

class ControlConnection : public std::enable_shared_from_this<ControlConnection> {
 public:
  ControlConnection(boost::asio::ip::tcp::socket socket, Driver& driver,
                    const ControlLimits& limits, std::shared_ptr<const int> open);
  void start() { read(); }

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

  void read();
  void serve();
  // While a verb waits: notices that the client has gone, and abandons the verb.
  void watch(Driver::WaitingVerbs::Ticket ticket);
  void write(ControlResponse response);
  // Closes only after reading, for a moment, what the client still sends: closed at once, the
  // connection would be reset, and the client might lose its answer.
  void drain();
  void drain_more();

  boost::beast::tcp_stream stream_;
  Driver& driver_;
  ControlLimits limits_;
  std::shared_ptr<const int> open_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  ControlResponse response_;
  bool answered_ = false;
};

}  // namespace dogear::server
