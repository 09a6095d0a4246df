// One client's connection: reads frames while the broker can take them, writes answers in gathered
// writes.
#pragma once
#include <deque>
#include <memory>

#include <boost/asio/ip/tcp.hpp>

#include "server/driver.hpp"
#include "server/frame_reader.hpp"

namespace dogear::server {

struct ReadScratch;

class KafkaConnection final : public AnswerSink,
                              public std::enable_shared_from_this<KafkaConnection> {
 public:
  using Tcp = boost::asio::ip::tcp;

  KafkaConnection(Tcp::socket socket, std::size_t frame_bytes_max, Driver& driver,
                  ReadScratch& scratch);

  void start(broker::Peer peer);

  void queue(protocol::ByteChain frame) override;
  void flush() override;
  void close() override;

 private:
  void await_bytes();
  void read();
  // Reads once; false when there was nothing (more) to read or the connection ended.
  bool read_once();
  void take_frames(ByteSpan input);
  // A client that does not read its answers, or that sends far ahead of them, is not read from.
  bool may_read() const;
  void await_room();
  void end();

  Tcp::socket socket_;
  Driver& driver_;
  ReadScratch& scratch_;
  FrameReader frames_;
  ConnectionId id_ = 0;
  std::deque<Slice> unwritten_;
  bool awaiting_bytes_ = false;
  bool awaiting_room_ = false;
  bool closing_ = false;
  bool ended_ = false;
  std::shared_ptr<KafkaConnection> self_;  // while it is open
};

}  // namespace dogear::server
