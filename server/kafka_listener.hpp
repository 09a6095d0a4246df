// One of Kafka's listeners: accepts connections, each of which becomes a KafkaConnection.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/ip/tcp.hpp>

#include "base/ids.hpp"
#include "server/acceptor.hpp"
#include "server/driver.hpp"
#include "server/frame_reader.hpp"

namespace dogear::server {

struct ListenerSettings {
  NodeId node = 1;
  std::string name = "PLAINTEXT";
  std::size_t request_bytes_max = 104'857'600;  // socket.request.max.bytes
};

// The memory into which all connections of a thread read. A connection copies what it cannot use at
// once (the start of a frame) into memory of its own, so that an idle connection holds none.
struct ReadScratch {
  static constexpr std::size_t capacity = 256 * 1024;
  std::unique_ptr<std::uint8_t[]> bytes{new std::uint8_t[capacity]};
  SpareFrame spare;
};

class KafkaListener {
 public:
  using Tcp = boost::asio::ip::tcp;

  // Throws as Acceptor does.
  KafkaListener(boost::asio::io_context& io, const std::vector<Tcp::endpoint>& endpoints,
                ListenerSettings settings, Driver& driver, ReadScratch& scratch);

  std::uint16_t port() const { return acceptor_.port(); }

 private:
  void serve(Tcp::socket socket);

  ListenerSettings settings_;
  Driver& driver_;
  ReadScratch& scratch_;
  Acceptor acceptor_;
};

}  // namespace dogear::server
