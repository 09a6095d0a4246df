#include "bench/echo.hpp"

#include <array>
#include <cstdint>

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

namespace dogear::bench {
namespace {

namespace asio = boost::asio;

class Echo {
 public:
  explicit Echo(Tcp::socket socket) : socket_(std::move(socket)) {
    socket_.set_option(Tcp::no_delay(true));
    read();
  }

 private:
  void read() {
    socket_.async_read_some(asio::buffer(buffer_),
                            [this](boost::system::error_code error, std::size_t count) {
                              if (!error) write(count);
                            });
  }
  void write(std::size_t count) {
    asio::async_write(socket_, asio::buffer(buffer_.data(), count),
                      [this](boost::system::error_code error, std::size_t) {
                        if (!error) read();
                      });
  }

  Tcp::socket socket_;
  std::array<std::uint8_t, 4096> buffer_{};
};

}  // namespace

void serve_echo(asio::io_context& io, Tcp::acceptor& acceptor) {
  Echo connection(acceptor.accept());
  io.run();
}

}  // namespace dogear::bench
