// A wire to any broker that listens on TCP.
#include <algorithm>
#include <arpa/inet.h>
#include <chrono>
#include <map>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

#include "storage/bytes.hpp"
#include "wire.hpp"

namespace dogear::conversations {
namespace {

using Clock = std::chrono::steady_clock;

class Socket {
 public:
  Socket(const std::string& host, std::uint16_t port)
      : descriptor_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    if (inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1) {
      ::close(descriptor_);
      throw WireError("not an address: " + host);
    }
    if (::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
      ::close(descriptor_);
      throw WireError("no broker at " + host + ":" + std::to_string(port));
    }
    const int on = 1;
    setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  ~Socket() { ::close(descriptor_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  int descriptor() const { return descriptor_; }
  // Ignores errors: a closed connection is noticed when reading.
  void send(ByteSpan bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes = bytes.subspan(static_cast<std::size_t>(sent));
    }
  }
  // False when the other side has closed.
  bool receive() {
    std::uint8_t chunk[64 * 1024];
    const auto count = ::recv(descriptor_, chunk, sizeof chunk, 0);
    if (count <= 0) return false;
    buffer_.insert(buffer_.end(), chunk, chunk + count);
    return true;
  }
  std::optional<std::vector<std::uint8_t>> take_frame() {
    if (buffer_.size() < 4) return std::nullopt;
    const auto size =
        4 + static_cast<std::size_t>(storage::load_big_endian<std::uint32_t>(buffer_.data()));
    if (buffer_.size() < size) return std::nullopt;
    const auto end = buffer_.begin() + static_cast<std::ptrdiff_t>(size);
    std::vector<std::uint8_t> frame(buffer_.begin() + 4, end);
    buffer_.erase(buffer_.begin(), end);
    return frame;
  }

 private:
  int descriptor_;
  std::vector<std::uint8_t> buffer_;
};

class TcpWire final : public Wire {
 public:
  TcpWire(std::string host, std::uint16_t port) : host_(std::move(host)), port_(port) {}

  std::uint16_t port_of(int node) const override {
    return static_cast<std::uint16_t>(port_ + node - 1);
  }
  WireConnection open(int node) override {
    sockets_.emplace(++last_, std::make_unique<Socket>(host_, port_of(node)));
    return last_;
  }
  void send(WireConnection connection, ByteSpan bytes) override {
    if (const auto found = sockets_.find(connection); found != sockets_.end())
      found->second->send(bytes);
  }
  void hang_up(WireConnection connection) override { sockets_.erase(connection); }

  std::optional<WireEvent> next_event(Millis patience) override {
    const auto deadline = Clock::now() + patience;
    while (true) {
      for (auto& [connection, socket] : sockets_)
        if (auto frame = socket->take_frame()) return WireEvent{connection, false, *frame};
      const auto left = std::chrono::duration_cast<Millis>(deadline - Clock::now());
      const auto ready = poll_one(std::max(left, Millis{0}));
      if (!ready) return std::nullopt;
      if (sockets_.at(*ready)->receive()) continue;
      sockets_.erase(*ready);
      return WireEvent{*ready, true, {}};
    }
  }

  std::int64_t now_ms() const override {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<Millis>(since_epoch).count();
  }
  void pass(Millis duration) override { std::this_thread::sleep_for(duration); }
  bool is_real() const override { return true; }

 private:
  std::optional<WireConnection> poll_one(Millis patience) {
    std::vector<pollfd> polled;
    std::vector<WireConnection> connections;
    for (const auto& [connection, socket] : sockets_) {
      polled.push_back({socket->descriptor(), POLLIN, 0});
      connections.push_back(connection);
    }
    if (::poll(polled.data(), polled.size(), static_cast<int>(patience.count())) <= 0)
      return std::nullopt;
    for (std::size_t i = 0; i < polled.size(); ++i)
      if (polled[i].revents != 0) return connections[i];
    return std::nullopt;
  }

  std::string host_;
  std::uint16_t port_;
  std::map<WireConnection, std::unique_ptr<Socket>> sockets_;
  WireConnection last_ = 0;
};

}  // namespace

std::unique_ptr<Wire> connect_over_tcp(const std::string& bootstrap) {
  const auto colon = bootstrap.rfind(':');
  if (colon == std::string::npos) throw WireError("not HOST:PORT: " + bootstrap);
  const auto port = static_cast<std::uint16_t>(std::stoi(bootstrap.substr(colon + 1)));
  return std::make_unique<TcpWire>(bootstrap.substr(0, colon), port);
}

}  // namespace dogear::conversations
