// One blocking connection that speaks Kafka's frames.
#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/ip/tcp.hpp>

#include "base/slice.hpp"
#include "bench/measure.hpp"
#include "protocol/frame.hpp"

namespace dogear::bench {

using Tcp = boost::asio::ip::tcp;

// "127.0.0.1:9092"
Tcp::endpoint endpoint_of(const std::string& address);

class Wire {
 public:
  explicit Wire(const Tcp::endpoint& endpoint);
  explicit Wire(const std::string& address) : Wire(endpoint_of(address)) {}

  void send(ByteSpan frame);
  // The next answer, without its size; valid until the next call.
  ByteSpan read_frame();
  // Whether there is anything to read.
  bool answered();

  // Sends a request and decodes its answer.
  template <class Request, class Response>
  Response ask(const Request& request, protocol::Version version);

 private:
  // Makes sure that `count` bytes of the next frame are in the buffer.
  void fill(std::size_t count);
  void make_room(std::size_t count);

  Tcp::socket socket_;
  std::unique_ptr<std::uint8_t[]> buffer_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

// A request as the bytes of its frame.
template <class Request>
std::vector<std::uint8_t> frame_of(const Request& request, protocol::Version version) {
  return protocol::flattened(protocol::encode_request(request, version, 7, "bench"));
}

// Views of the answer's records point into `frame`.
template <class Response>
Response decode_answer(ByteSpan frame, protocol::Version version) {
  const std::size_t header =
      4 + (protocol::flexible_response_header(Response::api, version) ? 1 : 0);
  if (frame.size() < header) give_up("an answer without a header");
  auto decoded = protocol::decode<Response>(Slice(frame.subspan(header)), version);
  if (!decoded) give_up(std::string(Response::api.name) + ": " + decoded.error);
  return std::move(decoded.message);
}

template <class Request, class Response>
Response Wire::ask(const Request& request, protocol::Version version) {
  send(frame_of(request, version));
  return decode_answer<Response>(read_frame(), version);
}

// Calls `attempt`, which returns what is still wrong, every millisecond until that is empty. Gives
// up after a minute.
template <class Attempt>
void retry_until_done(Attempt attempt) {
  constexpr auto patience = std::chrono::seconds{60};
  const auto start = Clock::now();
  while (true) {
    const std::string wrong = attempt();
    if (wrong.empty()) return;
    if (Clock::now() - start > patience) give_up(wrong);
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
}

inline void expect_none(ErrorCode error, const char* of_what) {
  if (error != ErrorCode::none) give_up(std::string(of_what) + ": " + std::string(name_of(error)));
}

}  // namespace dogear::bench
