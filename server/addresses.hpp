// The addresses of an endpoint. Names are never looked up: a host is `localhost` or an address.
#pragma once
#include <string>
#include <vector>

#include <boost/asio/ip/tcp.hpp>

#include "server/option_values.hpp"

namespace dogear::server {

// To listen on: `localhost` means 127.0.0.1 and, if the machine has it, ::1; "", 0.0.0.0 and ::
// mean every address of both families. Throws std::runtime_error for any other host that is no
// address.
std::vector<boost::asio::ip::tcp::endpoint> addresses_of(const Endpoint& endpoint);

// To connect to from this machine: like addresses_of, with the loopback addresses for "every".
std::vector<boost::asio::ip::tcp::endpoint> loopback_addresses_of(const Endpoint& endpoint);

// HOST:PORT as a client of this machine writes it, IPv6 in brackets; 127.0.0.1 for "every address".
std::string reachable(const Endpoint& endpoint, std::uint16_t port);

}  // namespace dogear::server
