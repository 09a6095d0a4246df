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
// How often to look for a port that is free on every address.
constexpr int tries = 16;

// Programs that this process starts have no use for its sockets, and would keep them open.
void close_on_exec(int fd) { fcntl(fd, F_SETFD, FD_CLOEXEC); }

void bind(tcp::acceptor& acceptor, const tcp::endpoint& endpoint) {
  try {
    acceptor.open(endpoint.protocol());
    close_on_exec(acceptor.native_handle());
    acceptor.set_option(tcp::acceptor::reuse_address(true));
    // Every address of IPv4 has a socket of its own.
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

// A process that was forked may have the port open as well: it is to be free all the same.
Acceptor::~Acceptor() {
  for (auto& address : addresses_) shutdown(address.acceptor.native_handle(), SHUT_RDWR);
}

void Acceptor::listen(boost::asio::io_context& io, std::vector<Tcp::endpoint> endpoints) {
  port_ = 0;
  for (auto& endpoint : endpoints) {
    if (endpoint.port() == 0) endpoint.port(port_);  // that of the first address
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
        // Out of file descriptors, for one: those who wait in the queue are taken when some are
        // free.
        address.retry.expires_after(std::chrono::milliseconds{50});
        address.retry.async_wait([this, &address](boost::system::error_code cancelled) {
          if (!cancelled) accept(address);
        });
      });
}

}  // namespace dogear::server
