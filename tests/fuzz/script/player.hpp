// Plays a script to a broker: connections, requests, malformed frames, time, snapshots, faults and
// control verbs. After each step it checks what must always hold; if something does not, it prints
// what and aborts.
//
// Every string of bytes is a script. Byte 0 chooses the cluster (the number of nodes, the configs);
// then come steps, each an opcode, the number of a client, and what the opcode takes.
#pragma once
#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "broker/broker.hpp"
#include "protocol/any_message.hpp"
#include "script/bytes.hpp"
#include "script/filler.hpp"

namespace dogear::fuzz {

// The opcodes, modulo `count`. All from `request` on send a request.
namespace op {
constexpr std::uint8_t connect = 0;
constexpr std::uint8_t disconnect = 1;
constexpr std::uint8_t raw_frame = 2;  // two bytes of length, then the frame
constexpr std::uint8_t broker_time = 3;
constexpr std::uint8_t wire_time = 4;
constexpr std::uint8_t snapshot = 5;
constexpr std::uint8_t restore = 6;
constexpr std::uint8_t fault = 7;
constexpr std::uint8_t control = 8;  // one byte of length, then "noun/verb {…}"
constexpr std::uint8_t sent = 9;
constexpr std::uint8_t request = 10;
constexpr std::uint8_t count = 32;
}  // namespace op

constexpr std::size_t raw_frame_bytes_max = 4096;

// A clock moves by 2^n times this much.
constexpr Millis time_unit{1};

class Player {
 public:
  explicit Player(ByteSpan script);
  void play();

  // All output of the broker, in order.
  const std::string& transcript() const { return transcript_; }

 private:
  static constexpr std::size_t slots = 16;
  struct Asked {
    const protocol::AnyApi* api;  // null if the API is unknown
    protocol::Version version;
    std::int32_t correlation_id;
  };
  struct Client {
    ConnectionId id = 0;  // 0 when it is not connected
    std::int32_t last_correlation_id = 0;
    std::size_t unsent_bytes = 0;
    std::deque<Asked> asked;
  };

  void step();
  void connect(Client& client);
  void disconnect(Client& client);
  void send_raw(Client& client);
  void send_request(Client& client);
  void send(Client& client, std::vector<std::uint8_t> frame);
  void add_fault();
  void run_control();
  void restore();

  void take_output();
  void take_answer(Client& client, const protocol::ByteChain& frame);
  void remember(const Asked& asked, const Slice& body);
  Client* client_of(ConnectionId id);
  void check() const;

  Bytes bytes_;
  broker::Broker broker_;
  std::array<Client, slots> clients_;
  ConnectionId last_connection_ = 0;
  std::optional<broker::Snapshot> snapshot_;
  Memory memory_;
  std::string transcript_;
};

}  // namespace dogear::fuzz
