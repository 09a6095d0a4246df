// A cluster with its listeners and its control port: what the process and the fixture both start.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "server/control_api.hpp"
#include "server/driver.hpp"
#include "server/kafka_listener.hpp"
#include "server/options.hpp"

namespace dogear::server {

class Instance {
 public:
  // Clients can connect when this returns, and are served while `io` runs, which must outlive this
  // object. Throws BadOption for a line of --init that fails, and std::runtime_error for a port
  // that cannot be bound.
  Instance(boost::asio::io_context& io, const Options& options, const Driver::PrintLog& print);
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  Driver& driver() { return driver_; }
  // All its addresses, as JSON: see ready_line.hpp.
  const std::string& ready_line() const { return ready_line_; }
  // Closes all connections of clients. Call it once, when `io` no longer runs.
  void close() { driver_.close_all(); }

 private:
  void listen(boost::asio::io_context& io, const Options& options);

  Driver driver_;
  ReadScratch scratch_;
  std::vector<std::unique_ptr<KafkaListener>> listeners_;
  std::optional<ControlApi> control_;
  std::string ready_line_;
};

}  // namespace dogear::server
