// bench_tcp stream [BYTES]: the throughput of one TCP connection over loopback, 256 KiB buffers.
// bench_tcp echo [COUNT] [BYTES]: round trips with an Asio server that sends back what it receives.
// The ends are two processes, as a client and a broker are.
#include <cstdlib>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <boost/asio/buffer.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include "bench/echo.hpp"
#include "bench/measure.hpp"

namespace dogear::bench {
namespace {

namespace asio = boost::asio;

constexpr std::size_t buffer_bytes = 256 * 1024;

void receive_all(Tcp::acceptor& acceptor) {
  auto socket = acceptor.accept();
  std::vector<std::uint8_t> buffer(buffer_bytes);
  boost::system::error_code error;
  while (!error) socket.read_some(asio::buffer(buffer), error);
}

void send_all(Tcp::socket& socket, std::uint64_t bytes) {
  const auto buffer = noise(buffer_bytes);
  for (std::uint64_t sent = 0; sent < bytes; sent += buffer_bytes)
    asio::write(socket, asio::buffer(buffer));
}

void stream(std::uint64_t bytes) {
  asio::io_context io;
  Tcp::acceptor acceptor(io, Tcp::endpoint(asio::ip::address_v4::loopback(), 0));
  const auto endpoint = acceptor.local_endpoint();
  if (fork() == 0) {
    receive_all(acceptor);
    _exit(0);
  }
  Tcp::socket socket(io);
  socket.connect(endpoint);
  const auto cpu_before = own_cpu_seconds();
  const auto start = Clock::now();
  send_all(socket, bytes);
  socket.close();
  wait(nullptr);
  const auto seconds = seconds_since(start);
  Figures()
      .add("bytes", bytes)
      .add("seconds", seconds)
      .add("sender_cpu_seconds", own_cpu_seconds() - cpu_before)
      .add("receiver_cpu_seconds", children_cpu_seconds())
      .print();
}

void echo(int count, std::size_t bytes) {
  asio::io_context io;
  Tcp::acceptor acceptor(io, Tcp::endpoint(asio::ip::address_v4::loopback(), 0));
  const auto endpoint = acceptor.local_endpoint();
  if (fork() == 0) {
    io.notify_fork(asio::io_context::fork_child);
    serve_echo(io, acceptor);
    _exit(0);
  }
  io.notify_fork(asio::io_context::fork_parent);
  Tcp::socket socket(io);
  socket.connect(endpoint);
  socket.set_option(Tcp::no_delay(true));
  auto message = noise(bytes);
  std::vector<double> times;
  for (int i = -count / 10; i < count; ++i) {
    const auto start = Clock::now();
    asio::write(socket, asio::buffer(message));
    asio::read(socket, asio::buffer(message));
    if (i >= 0) times.push_back(1e6 * seconds_since(start));
  }
  socket.close();
  wait(nullptr);
  Figures()
      .add("count", static_cast<std::uint64_t>(times.size()))
      .add(percentiles_of(times))
      .print();
}

}  // namespace
}  // namespace dogear::bench

int main(int argc, char** argv) {
  using namespace dogear::bench;
  const std::string verb = argc > 1 ? argv[1] : "";
  if (verb == "stream") {
    stream(parse_bytes(argc > 2 ? argv[2] : "4g"));
  } else if (verb == "echo") {
    echo(argc > 2 ? std::atoi(argv[2]) : 10'000,
         argc > 3 ? static_cast<std::size_t>(std::atoi(argv[3])) : 160);
  } else {
    give_up("usage: bench_tcp stream [BYTES] | echo [COUNT] [BYTES]");
  }
  return 0;
}
