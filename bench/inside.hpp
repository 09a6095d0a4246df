// A broker in this process that gets the requests of clients, without any socket.
#pragma once
#include <chrono>
#include <string>
#include <vector>

#include "bench/measure.hpp"
#include "bench/wire.hpp"
#include "broker/broker.hpp"
#include "protocol/frame.hpp"

namespace dogear::bench {

BrokerTime machine_time();

class Inside {
 public:
  // With topics topic-0, topic-1, ... of `partitions` each.
  Inside(int topics, int partitions);

  broker::Broker& broker() { return broker_; }
  static std::string topic_name(int number);
  // Returns the connection's id.
  ConnectionId connect();

  // Sends a request, a frame without its size. The answer stays in the broker's output.
  void give(ConnectionId connection, ByteSpan request) {
    broker_.receive(connection, Slice(request));
  }
  template <class Request, class Response>
  Response ask(ConnectionId connection, const Request& request, protocol::Version version) {
    give(connection, ByteSpan(frame_of(request, version)).subspan(4));
    broker_.advance_to(machine_time());  // so that a rebalance that is due ends
    auto output = broker_.take_output();
    for (const auto& line : output.log) tell(line);
    if (output.frames.size() != 1) give_up(std::string(Request::api.name) + ": no answer");
    answer_ = protocol::flattened(output.frames[0].frame);
    return decode_answer<Response>(ByteSpan(answer_).subspan(4), version);
  }

  // A group of one member, with offsets committed for `partitions` of topic-0.
  void add_group(const std::string& group_id, int partitions);

 private:
  static void tell(const broker::LogLine& line);
  void commit(ConnectionId connection, const std::string& group_id, int partitions);
  void join(ConnectionId connection, const std::string& group_id);

  broker::Broker broker_;
  ConnectionId last_connection_ = 0;
  std::vector<std::uint8_t> answer_;
};

}  // namespace dogear::bench
