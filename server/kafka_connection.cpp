#include "server/kafka_connection.hpp"

#include <array>

#include <boost/asio/buffer.hpp>
#include <boost/container/static_vector.hpp>

#include "server/kafka_listener.hpp"

namespace dogear::server {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr std::size_t backlog_bytes_max = 1024 * 1024;
constexpr std::size_t buffers_a_write = 64;

}  // namespace

KafkaConnection::KafkaConnection(Tcp::socket socket, std::size_t frame_bytes_max, Driver& driver,
                                 ReadScratch& scratch)
    : socket_(std::move(socket)),
      driver_(driver),
      scratch_(scratch),
      frames_(frame_bytes_max, scratch.spare) {}

void KafkaConnection::start(broker::Peer peer) {
  error_code ignored;
  socket_.set_option(Tcp::no_delay(true), ignored);
  socket_.non_blocking(true, ignored);
  self_ = shared_from_this();
  driver_.tell_time();
  id_ = driver_.connect(std::move(peer), *this);
  driver_.carry_out();  // sets the timer: it may never send anything
  await_bytes();
}

bool KafkaConnection::may_read() const {
  return !closing_ && !ended_ && driver_.broker().backlog_bytes(id_) < backlog_bytes_max;
}

void KafkaConnection::await_bytes() {
  if (awaiting_bytes_ || !may_read()) return;
  awaiting_bytes_ = true;
  socket_.async_wait(Tcp::socket::wait_read, [self = shared_from_this()](error_code error) {
    self->awaiting_bytes_ = false;
    if (self->ended_) return;
    if (error) return self->end();
    self->read();
  });
}

void KafkaConnection::read() {
  driver_.tell_time();
  read_some();
  driver_.carry_out();
  if (!ended_) await_bytes();
}

void KafkaConnection::read_some() {
  const auto own = frames_.space();
  const std::array<asio::mutable_buffer, 2> buffers = {
      asio::buffer(own.data(), own.size()),
      asio::buffer(scratch_.bytes.get(), ReadScratch::capacity)};
  error_code error;
  const auto count = socket_.read_some(buffers, error);
  if (error == asio::error::would_block) return;
  if (error) return end();
  const auto into_own = std::min(count, own.size());
  frames_.filled(into_own);
  take_frames({scratch_.bytes.get(), count - into_own});
}

void KafkaConnection::take_frames(ByteSpan input) {
  while (!ended_ && !closing_) {
    const auto frame = frames_.next(input);
    if (!frame) break;
    driver_.receive(id_, *frame);
  }
  if (!frames_.error().empty()) {
    driver_.refuse(id_, frames_.error());
    return;
  }
  frames_.keep(input);
}

void KafkaConnection::queue(protocol::ByteChain frame) {
  for (auto& slice : frame) unwritten_.push_back(std::move(slice));
}

void KafkaConnection::flush() {
  while (!awaiting_room_ && !ended_ && !unwritten_.empty()) {
    boost::container::static_vector<asio::const_buffer, buffers_a_write> buffers;
    for (const auto& slice : unwritten_) {
      if (buffers.size() == buffers.capacity()) break;
      buffers.emplace_back(slice.data(), slice.size());
    }
    error_code error;
    const auto written = socket_.write_some(buffers, error);
    if (error == asio::error::would_block) return await_room();
    if (error) return end();
    driver_.sent(id_, written);
    drop_written(written);
  }
  if (!ended_) await_bytes();
}

void KafkaConnection::drop_written(std::size_t bytes) {
  while (bytes > 0) {
    auto& front = unwritten_.front();
    if (bytes < front.size()) {
      front = front.sub(bytes, front.size() - bytes);
      return;
    }
    bytes -= front.size();
    unwritten_.pop_front();
  }
}

void KafkaConnection::await_room() {
  awaiting_room_ = true;
  socket_.async_wait(Tcp::socket::wait_write, [self = shared_from_this()](error_code error) {
    self->awaiting_room_ = false;
    if (self->ended_) return;
    if (error) return self->end();
    self->driver_.tell_time();
    self->flush();
    self->driver_.carry_out();
  });
}

void KafkaConnection::close() {
  const auto self = self_;
  closing_ = true;
  flush();
  end();
}

void KafkaConnection::end() {
  if (std::exchange(ended_, true)) return;
  error_code ignored;
  // A forked process may hold the socket open too: close() alone would not reach the client.
  socket_.shutdown(Tcp::socket::shutdown_both, ignored);
  socket_.close(ignored);
  driver_.disconnect(id_);
  unwritten_.clear();
  self_.reset();
}

}  // namespace dogear::server
