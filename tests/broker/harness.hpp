// A broker in process, asked one request at a time:
//
//   Harness harness;
//   const auto answer = harness.ask<HeartbeatResponse>(HeartbeatRequest{…}, 4);   // typed, or
//   const auto text = harness.ask_json("Heartbeat", 4, R"({"groupId":"g", …})");  // as JSON
#pragma once
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "broker/broker.hpp"
#include "protocol/any_message.hpp"
#include "test_cluster.hpp"

namespace dogear::broker {

class Harness {
 public:
  // As `-c key=value …` and `--nodes`.
  explicit Harness(const std::vector<Setting>& settings = {}, std::int32_t nodes = 1)
      : broker(test_cluster(settings, nodes), broker_time(1'000'000)) {
    connect();
  }

  // One connection to each node.
  void connect() {
    for (const auto& node : broker.cluster().nodes)
      broker.connect({.connection = connection_to(node.id),
                      .node = node.id,
                      .client_host = "/127.0.0.1",
                      .reached_host = "localhost"});
  }

  template <class Response, class Request>
  Response ask(const Request& request, protocol::Version version, NodeId node = 1) {
    const auto frame = protocol::encode_request(request, version, 7, "test");
    const auto decoded =
        protocol::decode<Response>(answer_body(frame, Request::api, version, node), version);
    EXPECT_EQ(decoded.error, "");
    return decoded.message;
  }

  // Members that the request leaves out have their defaults.
  boost::json::value ask_json(std::string_view api_name, protocol::Version version,
                              std::string_view request, NodeId node = 1) {
    const auto& any = *protocol::find_api(api_name);
    protocol::Encoder encoder(version, any.api.flexible(version));
    encoder.begin_frame();
    encoder.put_int16(any.api.key);
    encoder.put_int16(version);
    encoder.put_int32(7);
    encoder.put_nullable_string16("test");
    if (any.api.flexible(version)) encoder.put_no_tags();
    std::string error;
    any.request.encode(encoder, boost::json::parse(request), version, error);
    EXPECT_EQ(error, "");
    auto answer = any.response.decode(answer_body(encoder.finish_frame(), any.api, version, node),
                                      version, error);
    EXPECT_EQ(error, "");
    return answer;
  }

  // Clients come back at once.
  void restore(const Snapshot& snapshot) {
    broker.restore(snapshot);
    broker.take_output();
    connect();
  }

  // The texts that the broker has logged since it was last asked for them.
  std::vector<std::string> log() { return std::exchange(log_, {}); }

  Broker broker;

 private:
  static ConnectionId connection_to(NodeId node) { return static_cast<ConnectionId>(node); }

  // Empty when the broker closed the connection or did not answer.
  Slice answer_body(const protocol::ByteChain& frame, const protocol::Api& api,
                    protocol::Version version, NodeId node) {
    constexpr std::size_t size_bytes = 4;
    constexpr std::size_t correlation_id_bytes = 4;
    broker.receive(connection_to(node), without_first(size_bytes, frame));
    auto output = broker.take_output();
    for (auto& line : output.log) log_.push_back(line.text);
    for (const auto& closed : output.closed) ADD_FAILURE() << "closed: " << closed.why;
    if (output.frames.size() != 1) {
      ADD_FAILURE() << output.frames.size() << " answers";
      return {};
    }
    const std::size_t tags = protocol::flexible_response_header(api, version) ? 1 : 0;
    return without_first(size_bytes + correlation_id_bytes + tags, output.frames.front().frame);
  }

  static Slice without_first(std::size_t count, const protocol::ByteChain& chain) {
    const auto whole = Slice::copy_of(protocol::flattened(chain));
    return whole.sub(count, whole.size() - count);
  }

  std::vector<std::string> log_;
};

}  // namespace dogear::broker
