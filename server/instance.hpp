// A cluster that listens: what a process and a fixture have in common.
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
  // Clients can connect when it returns, and are served as `io` runs, which must outlive it. Throws
  // BadOption for a line of --init, and std::runtime_error for a port that could not be had.
  Instance(boost::asio::io_context& io, const Options& options, const Driver::PrintLog& print);
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  Driver& driver() { return driver_; }
  // Where it is found.
  const std::string& ready_line() const { return ready_line_; }
  // Closes all connections of clients. To be called once, when `io` runs no more.
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
