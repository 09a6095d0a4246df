// The baseline for round trips: an Asio server that sends back what it receives, and does nothing
// else.
#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace dogear::bench {

using Tcp = boost::asio::ip::tcp;

// Serves one connection until it ends.
void serve_echo(boost::asio::io_context& io, Tcp::acceptor& acceptor);

}  // namespace dogear::bench
