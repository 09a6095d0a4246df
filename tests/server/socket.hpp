// A client's end of a TCP connection on this machine, for tests that send what no client would.
#pragma once
#include <arpa/inet.h>
#include <cstdint>
#include <netinet/in.h>
#include <optional>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "protocol/any_message.hpp"
#include "protocol/frame.hpp"
#include "running_dogear.hpp"
#include "storage/bytes.hpp"

namespace dogear::server {

using Bytes = std::vector<std::uint8_t>;

// A frame as it travels, its size first.
inline Bytes request_frame(std::string_view api, protocol::Version version,
                           std::string_view json = "{}", std::int32_t correlation_id = 1) {
  const auto& any = *protocol::find_api(api);
  protocol::Encoder encoder(version, any.api.flexible(version));
  encoder.begin_frame();
  encoder.put_int16(any.api.key);
  encoder.put_int16(version);
  encoder.put_int32(correlation_id);
  encoder.put_nullable_string16("test");
  if (any.api.flexible(version)) encoder.put_no_tags();
  std::string error;
  any.request.encode(encoder, boost::json::parse(json), version, error);
  EXPECT_EQ(error, "");
  return protocol::flattened(encoder.finish_frame());
}

class Socket {
 public:
  explicit Socket(std::uint16_t port, int receive_buffer_bytes = 0)
      : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (receive_buffer_bytes > 0)
      setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes, sizeof receive_buffer_bytes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ =
        fd_ >= 0 && connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~Socket() {
    if (fd_ >= 0) close(fd_);
  }
  Socket(Socket&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)), connected_(other.connected_) {}
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  bool connected() const { return connected_; }
  int fd() const { return fd_; }

  // False when the other end does not take it all.
  bool send(ByteSpan bytes) const {
    while (!bytes.empty()) {
      if (!is_ready(fd_, POLLOUT)) return false;
      const auto count = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) return false;
      bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return true;
  }
  bool send(std::string_view text) const { return send(bytes_of(text)); }
  // What fits into the socket now.
  std::size_t send_some(ByteSpan bytes) const {
    const auto count = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    return count < 0 ? 0 : static_cast<std::size_t>(count);
  }

  void end_sending() const { shutdown(fd_, SHUT_WR); }

  // Nothing when the connection ended first.
  std::optional<Bytes> receive(std::size_t count) const {
    Bytes bytes(count);
    for (std::size_t have = 0; have < count;) {
      if (!is_ready(fd_, POLLIN)) return std::nullopt;
      const auto got = recv(fd_, bytes.data() + have, count - have, 0);
      if (got <= 0) return std::nullopt;
      have += static_cast<std::size_t>(got);
    }
    return bytes;
  }
  // The next frame, without its size.
  std::optional<Bytes> receive_frame() const {
    const auto size = receive(4);
    if (!size) return std::nullopt;
    return receive(storage::load_big_endian<std::uint32_t>(size->data()));
  }
  std::string receive_all() const {
    std::string text;
    while (const auto byte = receive(1)) text += static_cast<char>(byte->front());
    return text;
  }
  // The other end closed it, and sent nothing before.
  bool is_closed() const { return !receive(1) && is_ready(fd_, POLLIN); }

  // The answer as JSON; null when there is none.
  boost::json::value ask(std::string_view api, protocol::Version version,
                         std::string_view json = "{}") const {
    if (!send(request_frame(api, version, json))) return nullptr;
    const auto frame = receive_frame();
    if (!frame) return nullptr;
    const auto& any = *protocol::find_api(api);
    const std::size_t header = protocol::flexible_response_header(any.api, version) ? 5 : 4;
    std::string error;
    auto answer = any.response.decode(Slice(ByteSpan(*frame).subspan(header)), version, error);
    EXPECT_EQ(error, "");
    return answer;
  }

 private:
  int fd_ = -1;
  bool connected_ = false;
};

}  // namespace dogear::server
