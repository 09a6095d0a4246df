// Listens on one port of one or more addresses, and hands out the connections that it accepts.
#pragma once
#include <cstdint>
#include <functional>
#include <list>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

namespace dogear::server {

class Acceptor {
 public:
  using Tcp = boost::asio::ip::tcp;
  using Serve = std::function<void(Tcp::socket)>;

  // Port 0 means any free port, the same on every address. Throws std::runtime_error, which names
  // the address, if one cannot be bound.
  Acceptor(boost::asio::io_context& io, const std::vector<Tcp::endpoint>& endpoints, Serve serve);
  ~Acceptor();
  Acceptor(const Acceptor&) = delete;
  Acceptor& operator=(const Acceptor&) = delete;

  std::uint16_t port() const { return port_; }

 private:
  struct Address {
    explicit Address(boost::asio::io_context& io) : acceptor(io), retry(io) {}
    Tcp::acceptor acceptor;
    boost::asio::steady_timer retry;
  };

  void listen(boost::asio::io_context& io, std::vector<Tcp::endpoint> endpoints);
  void accept(Address& address);

  Serve serve_;
  std::list<Address> addresses_;
  std::uint16_t port_ = 0;
};

}  // namespace dogear::server
