#include "server/control_connection.hpp"

#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <fmt/format.h>

namespace dogear::server {

namespace http = boost::beast::http;
using boost::beast::error_code;

namespace {

constexpr auto drain_timeout = std::chrono::seconds{2};

// The answer to a request that could not be read, if one can still be sent.
std::optional<ControlResponse> answer_to(error_code error, const ControlLimits& limits) {
  using http::status;
  if (error == http::error::body_limit)
    return problem(status::payload_too_large,
                   fmt::format("a body may have at most {} bytes", limits.body_bytes));
  if (error == http::error::header_limit || error == http::error::buffer_overflow)
    return problem(status::request_header_fields_too_large,
                   fmt::format("headers may have at most {} bytes", limits.header_bytes));
  // All other errors of Beast's parser are in this category.
  if (error.category() == http::make_error_code(http::error::bad_method).category() &&
      error != http::error::end_of_stream && error != http::error::partial_message)
    return problem(status::bad_request, "not HTTP: " + error.message());
  return std::nullopt;
}

}  // namespace

ControlConnection::ControlConnection(boost::asio::ip::tcp::socket socket, Driver& driver,
                                     const ControlLimits& limits, std::shared_ptr<const int> open)
    : stream_(std::move(socket)),
      driver_(driver),
      limits_(limits),
      open_(std::move(open)),
      buffer_(2 * limits.header_bytes) {}

void ControlConnection::read() {
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(limits_.header_bytes));
  parser_->body_limit(limits_.body_bytes);
  stream_.expires_after(limits_.read_timeout);
  http::async_read(stream_, buffer_, *parser_,
                   [self = shared_from_this()](error_code error, std::size_t) {
                     if (!error) return self->serve();
                     auto refusal = answer_to(error, self->limits_);
                     if (!refusal) return;
                     refusal->content_length(refusal->body().size());
                     refusal->keep_alive(false);
                     self->write(*std::move(refusal));
                   });
}

void ControlConnection::serve() {
  stream_.expires_never();  // a verb that waits has its own time-out
  answered_ = false;
  const auto ticket =
      answer(driver_, parser_->get(), [self = shared_from_this()](ControlResponse response) {
        self->answered_ = true;
        self->stream_.cancel();  // the watch
        self->write(std::move(response));
      });
  if (!answered_ && ticket) watch(*ticket);
}

void ControlConnection::watch(Driver::WaitingVerbs::Ticket ticket) {
  using Socket = boost::asio::ip::tcp::socket;
  stream_.socket().async_wait(
      Socket::wait_read, [self = shared_from_this(), ticket](error_code error) {
        if (error || self->answered_) return;
        char byte = 0;
        self->stream_.socket().receive(boost::asio::buffer(&byte, 1), Socket::message_peek, error);
        // Whoever sends its next request early is read later; only the end is of interest here.
        if (error) self->driver_.abandon(ticket);
      });
}

void ControlConnection::write(ControlResponse response) {
  response_ = std::move(response);
  stream_.expires_after(limits_.write_timeout);
  http::async_write(stream_, response_, [self = shared_from_this()](error_code error, std::size_t) {
    if (error) return;
    if (!self->response_.keep_alive()) return self->drain();
    self->response_ = {};
    self->read();
  });
}

void ControlConnection::drain() {
  error_code ignored;
  stream_.socket().shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
  parser_.reset();
  stream_.expires_after(drain_timeout);
  drain_more();
}

void ControlConnection::drain_more() {
  buffer_.clear();
  stream_.async_read_some(buffer_.prepare(limits_.header_bytes),
                          [self = shared_from_this()](error_code error, std::size_t) {
                            if (!error) self->drain_more();
                          });
}

}  // namespace dogear::server
