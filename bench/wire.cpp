#include "bench/wire.hpp"

#include <algorithm>
#include <cstring>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/write.hpp>

#include "base/big_endian.hpp"

namespace dogear::bench {
namespace {

constexpr std::size_t size_bytes = 4;
constexpr std::size_t read_ahead = 256 * 1024;

// One for all connections: an io_context takes file descriptors too, and ten thousand connections
// need them for themselves.
boost::asio::io_context& shared_io() {
  static boost::asio::io_context io;
  return io;
}

}  // namespace

Tcp::endpoint endpoint_of(const std::string& address) {
  const auto colon = address.rfind(':');
  if (colon == std::string::npos) give_up("not host:port: " + address);
  return {boost::asio::ip::make_address(address.substr(0, colon)),
          static_cast<std::uint16_t>(std::stoi(address.substr(colon + 1)))};
}

Wire::Wire(const Tcp::endpoint& endpoint) : socket_(shared_io()) {
  boost::system::error_code error;
  socket_.connect(endpoint, error);
  if (error) give_up("cannot connect: " + error.message());
  socket_.set_option(Tcp::no_delay(true));
}

void Wire::send(ByteSpan frame) {
  boost::system::error_code error;
  boost::asio::write(socket_, boost::asio::buffer(frame.data(), frame.size()), error);
  if (error) give_up("cannot send: " + error.message());
}

bool Wire::answered() { return end_ > begin_ || socket_.available() > 0; }

void Wire::fill(std::size_t count) {
  if (begin_ + count > capacity_) make_room(count);
  // Does not read far beyond this frame: the beginning of the next one may have to be moved.
  const auto last = std::min(capacity_, begin_ + std::max(count, read_ahead));
  while (end_ - begin_ < count) {
    boost::system::error_code error;
    end_ += socket_.read_some(boost::asio::buffer(buffer_.get() + end_, last - end_), error);
    if (error) give_up("no answer: " + error.message());
  }
}

void Wire::make_room(std::size_t count) {
  const auto kept = end_ - begin_;
  if (count > capacity_) {
    capacity_ = std::max(2 * count, read_ahead);
    std::unique_ptr<std::uint8_t[]> larger(new std::uint8_t[capacity_]);
    std::copy_n(buffer_.get() + begin_, kept, larger.get());
    buffer_ = std::move(larger);
  } else {
    std::memmove(buffer_.get(), buffer_.get() + begin_, kept);
  }
  begin_ = 0;
  end_ = kept;
}

ByteSpan Wire::read_frame() {
  if (begin_ == end_) begin_ = end_ = 0;
  fill(size_bytes);
  const auto size = load_big_endian<std::uint32_t>(buffer_.get() + begin_);
  fill(size_bytes + size);
  const ByteSpan frame{buffer_.get() + begin_ + size_bytes, size};
  begin_ += size_bytes + size;
  return frame;
}

}  // namespace dogear::bench
