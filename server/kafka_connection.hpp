// One client's connection: cuts what it reads into frames for the broker, as long as the broker can
// take more, and writes the answers with gathered writes.
#pragma once
#include <list>
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
  void read_some();
  void take_frames(ByteSpan input);
  // Not while many bytes of its requests wait to be answered: its client sends too far ahead, or
  // does not read its answers.
  bool may_read() const;
  void await_room();
  void drop_written(std::size_t bytes);
  void end();

  Tcp::socket socket_;
  Driver& driver_;
  ReadScratch& scratch_;
  FrameReader frames_;
  ConnectionId id_ = 0;
  std::list<Slice> unwritten_;  // takes no memory while it is empty
  bool awaiting_bytes_ = false;
  bool awaiting_room_ = false;
  bool closing_ = false;
  bool ended_ = false;
  std::shared_ptr<KafkaConnection> self_;  // keeps it alive while it is open
};

}  // namespace dogear::server
