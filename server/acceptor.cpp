#include "server/acceptor.hpp"

#include <algorithm>
#include <chrono>
#include <fcntl.h>
#include <stdexcept>
#include <sys/socket.h>

#include <boost/asio/ip/v6_only.hpp>
#include <fmt/format.h>

namespace dogear::server {
namespace {

using boost::asio::ip::tcp;
using boost::system::system_error;

constexpr int queue_length = 4096;
// How many times to look for a port that is free on every address.
constexpr int tries = 16;
constexpr std::chrono::milliseconds retry_after{50};

// Programs that this process starts must not inherit its sockets: they would keep them open.
void close_on_exec(int fd) { fcntl(fd, F_SETFD, FD_CLOEXEC); }

void bind(tcp::acceptor& acceptor, const tcp::endpoint& endpoint) {
  try {
    acceptor.open(endpoint.protocol());
    close_on_exec(acceptor.native_handle());
    acceptor.set_option(tcp::acceptor::reuse_address(true));
    // IPv4 addresses are bound by sockets of their own.
    if (endpoint.address().is_v6()) acceptor.set_option(boost::asio::ip::v6_only(true));
    acceptor.bind(endpoint);
    acceptor.listen(queue_length);
  } catch (const system_error& failure) {
    const auto host = endpoint.address().is_v6()
                          ? fmt::format("[{}]", endpoint.address().to_string())
                          : endpoint.address().to_string();
    throw std::runtime_error(
        fmt::format("cannot listen on {}:{}: {}", host, endpoint.port(), failure.code().message()));
  }
}

}  // namespace

Acceptor::Acceptor(boost::asio::io_context& io, const std::vector<Tcp::endpoint>& endpoints,
                   Serve serve)
    : serve_(std::move(serve)) {
  const auto any_port = std::all_of(endpoints.begin(), endpoints.end(),
                                    [](const auto& endpoint) { return endpoint.port() == 0; });
  for (int left = any_port ? tries : 1; addresses_.empty(); --left) {
    try {
      listen(io, endpoints);
    } catch (const std::runtime_error&) {
      // The port that was free on the first address may be taken on the second.
      if (left == 1) throw;
      addresses_.clear();
    }
  }
  for (auto& address : addresses_) accept(address);
}

// A forked process may hold the sockets open too: close() alone would not free the port.
Acceptor::~Acceptor() {
  for (auto& address : addresses_) shutdown(address.acceptor.native_handle(), SHUT_RDWR);
}

void Acceptor::listen(boost::asio::io_context& io, std::vector<Tcp::endpoint> endpoints) {
  port_ = 0;
  for (auto& endpoint : endpoints) {
    if (endpoint.port() == 0) endpoint.port(port_);  // the first address's, once it is known
    auto& address = addresses_.emplace_back(io);
    bind(address.acceptor, endpoint);
    port_ = address.acceptor.local_endpoint().port();
  }
}

void Acceptor::accept(Address& address) {
  address.acceptor.async_accept(
      [this, &address](boost::system::error_code error, Tcp::socket socket) {
        if (error == boost::asio::error::operation_aborted) return;
        if (!error) {
          close_on_exec(socket.native_handle());
          serve_(std::move(socket));
          return accept(address);
        }
        // For example, no file descriptor is free. Clients wait in the queue meanwhile.
        address.retry.expires_after(retry_after);
        address.retry.async_wait([this, &address](boost::system::error_code cancelled) {
          if (!cancelled) accept(address);
        });
      });
}

}  // namespace dogear::server
