#include "server/addresses.hpp"

#include <stdexcept>

#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

namespace dogear::server {
namespace {

using boost::asio::ip::make_address;
using boost::asio::ip::tcp;

bool machine_has_ipv6_loopback() {
  boost::asio::io_context io(1);
  tcp::acceptor probe(io);
  boost::system::error_code error;
  probe.open(tcp::v6(), error);
  if (!error) probe.bind({make_address("::1"), 0}, error);
  return !error;
}

}  // namespace

std::vector<tcp::endpoint> addresses_of(const Endpoint& endpoint) {
  if (endpoint.host == "localhost") {
    std::vector<tcp::endpoint> both = {{make_address("127.0.0.1"), endpoint.port}};
    if (machine_has_ipv6_loopback()) both.push_back({make_address("::1"), endpoint.port});
    return both;
  }
  if (endpoint.host.empty()) return {{make_address("0.0.0.0"), endpoint.port}};
  boost::system::error_code error;
  const auto address = make_address(endpoint.host, error);
  if (error)
    throw std::runtime_error(
        fmt::format("cannot listen on {}: say localhost or an address", endpoint.host));
  return {{address, endpoint.port}};
}

std::string reachable(const Endpoint& endpoint, std::uint16_t port) {
  auto host = endpoint.host;
  if (host.empty() || host == "0.0.0.0") host = "127.0.0.1";
  if (host == "::") host = "::1";
  if (host.find(':') != std::string::npos) return fmt::format("[{}]:{}", host, port);
  return fmt::format("{}:{}", host, port);
}

}  // namespace dogear::server
