// The control port: HTTP for the verbs of broker/control, and pages for probes and Prometheus.
//
//   POST /v1/<noun>/<verb>   a verb, with its JSON; GET too where it only reads
//   GET  /v1                 the verbs that there are
//   GET  /livez /readyz /metrics
//
// What was wrong is answered as RFC 9457 says. A connection takes bounded memory and time.
#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include "server/acceptor.hpp"
#include "server/driver.hpp"

namespace dogear::server {

struct ControlLimits {
  std::size_t header_bytes = 8 * 1024;
  std::size_t body_bytes = 1024 * 1024;
  std::size_t connections = 256;  // further ones are closed at once
  // For a request to arrive as a whole, counted from the end of the one before.
  std::chrono::milliseconds read_timeout = std::chrono::seconds{60};
  std::chrono::milliseconds write_timeout = std::chrono::seconds{30};
};

class ControlApi {
 public:
  using Tcp = boost::asio::ip::tcp;

  // Throws as Acceptor does.
  ControlApi(boost::asio::io_context& io, const std::vector<Tcp::endpoint>& endpoints,
             Driver& driver, const ControlLimits& limits = {});

  std::uint16_t port() const { return acceptor_.port(); }

 private:
  void serve(Tcp::socket socket);

  Driver& driver_;
  ControlLimits limits_;
  // Lives as long as a connection does; its use count tells how many there are.
  std::shared_ptr<const int> open_ = std::make_shared<const int>();
  Acceptor acceptor_;
};

}  // namespace dogear::server
