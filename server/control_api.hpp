// The control port: HTTP for the verbs of broker/control, and pages for probes and Prometheus.
//
//   POST /v1/<noun>/<verb>   runs a verb on a JSON object; GET too if the verb only reads
//   GET  /v1                 lists the verbs
//   GET  /livez /readyz /metrics
//
// Errors are problem objects (RFC 9457). A connection takes bounded memory, and bounded time to
// read a request and to write its answer.
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
  // Within which a whole request must arrive, from the answer to the one before.
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
  // Every connection shares it: its use count is the number of connections, and one.
  std::shared_ptr<const int> open_ = std::make_shared<const int>();
  Acceptor acceptor_;
};

}  // namespace dogear::server
