// Connections to the broker under test: over TCP, or to a broker in this process.
#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/slice.hpp"
#include "base/time.hpp"

namespace dogear::conversations {

using WireConnection = int;

// The broker sent a frame, or closed the connection.
struct WireEvent {
  WireConnection connection = 0;
  bool closed = false;
  std::vector<std::uint8_t> frame;  // without its size
};

struct WireError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Wire {
 public:
  virtual ~Wire() = default;

  // Nodes count from 1.
  virtual std::uint16_t port_of(int node) const = 0;
  virtual WireConnection open(int node) = 0;
  virtual void send(WireConnection connection, ByteSpan bytes) = 0;
  virtual void hang_up(WireConnection connection) = 0;
  // The oldest event of any connection. Over TCP it waits up to `patience` for one.
  virtual std::optional<WireEvent> next_event(Millis patience) = 0;

  virtual std::int64_t now_ms() const = 0;
  // Lets `duration` pass, for the broker and for its clients.
  virtual void pass(Millis duration) = 0;
  // Whether the broker may need real time to answer.
  virtual bool is_real() const = 0;
};

// `bootstrap` is the address of node 1, "127.0.0.1:9092"; node n has the port n-1 above it.
std::unique_ptr<Wire> connect_over_tcp(const std::string& bootstrap);
// Dogear in this process, with Kafka's configs as "key=value".
std::unique_ptr<Wire> start_broker(int nodes, const std::vector<std::string>& configs);

}  // namespace dogear::conversations
