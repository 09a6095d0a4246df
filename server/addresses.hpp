// Where to listen. Names are never looked up: a host is `localhost` or an address.
#pragma once
#include <string>
#include <vector>

#include <boost/asio/ip/tcp.hpp>

#include "server/option_values.hpp"

namespace dogear::server {

// `localhost` is 127.0.0.1 and, where the machine has it, ::1; "", 0.0.0.0 and :: are every address
// of both families. Throws std::runtime_error for a host that is no address.
std::vector<boost::asio::ip::tcp::endpoint> addresses_of(const Endpoint& endpoint);

// The same as a client of this machine connects: every address is told as a loopback one.
std::vector<boost::asio::ip::tcp::endpoint> loopback_addresses_of(const Endpoint& endpoint);

// HOST:PORT as a client would write it, IPv6 in brackets; an any-address is told as a loopback one.
std::string reachable(const Endpoint& endpoint, std::uint16_t port);

}  // namespace dogear::server
