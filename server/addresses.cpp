#include "server/addresses.hpp"

#include <stdexcept>

#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

namespace dogear::server {
namespace {

using boost::asio::ip::make_address;
using boost::asio::ip::tcp;

bool machine_has(const char* ipv6_address) {
  boost::asio::io_context io(1);
  tcp::acceptor probe(io);
  boost::system::error_code error;
  probe.open(tcp::v6(), error);
  if (!error) probe.bind({make_address(ipv6_address), 0}, error);
  return !error;
}

bool is_every_address(std::string_view host) {
  return host.empty() || host == "0.0.0.0" || host == "::";
}

std::vector<tcp::endpoint> both_families(const char* ipv4, const char* ipv6, std::uint16_t port) {
  std::vector<tcp::endpoint> addresses = {{make_address(ipv4), port}};
  if (machine_has(ipv6)) addresses.push_back({make_address(ipv6), port});
  return addresses;
}

}  // namespace

std::vector<tcp::endpoint> addresses_of(const Endpoint& endpoint) {
  if (endpoint.host == "localhost") return both_families("127.0.0.1", "::1", endpoint.port);
  if (is_every_address(endpoint.host)) return both_families("0.0.0.0", "::", endpoint.port);
  boost::system::error_code error;
  const auto address = make_address(endpoint.host, error);
  if (error)
    throw std::runtime_error(
        fmt::format("cannot listen on {}: expected localhost or an IP address", endpoint.host));
  return {{address, endpoint.port}};
}

std::vector<tcp::endpoint> loopback_addresses_of(const Endpoint& endpoint) {
  const auto host = is_every_address(endpoint.host) ? "localhost" : endpoint.host;
  return addresses_of({host, endpoint.port});
}

std::string reachable(const Endpoint& endpoint, std::uint16_t port) {
  const auto host = is_every_address(endpoint.host) ? "127.0.0.1" : endpoint.host;
  if (host.find(':') != std::string::npos) return fmt::format("[{}]:{}", host, port);
  return fmt::format("{}:{}", host, port);
}

}  // namespace dogear::server
