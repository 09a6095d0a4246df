// A broker with many connections, for tests of the machine itself: inputs one by one, outputs as
// readable lines.
//
//   Machine machine;
//   machine.connect(1);
//   machine.send(1, "Metadata", 12, R"({"topics":[]})");
//   EXPECT_EQ(machine.output(), "1 <- 1 Metadata\n");
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "broker/broker.hpp"
#include "broker/topics/topic_creation.hpp"
#include "protocol/any_message.hpp"
#include "protocol/json.hpp"
#include "storage/batch_builder.hpp"
#include "test_cluster.hpp"

namespace dogear::broker {

using Bytes = std::vector<std::uint8_t>;

constexpr BrokerTime machine_start = broker_time(1'780'000'000'000);

// One record with this value, in base64.
inline std::string batch_in_base64(std::string_view value) {
  storage::BatchBuilder builder({});
  builder.add(epoch_ms(machine_start), std::nullopt, bytes_of(value));
  return protocol::to_base64(builder.build());
}

class Machine {
 public:
  explicit Machine(const std::vector<Setting>& settings = {}, std::int32_t nodes = 1)
      : broker(test_cluster(settings, nodes), machine_start) {}

  void connect(ConnectionId id, NodeId node = 1) {
    correlation_ids_[id] = 0;
    broker.connect(
        {.connection = id, .node = node, .client_host = "/127.0.0.1", .reached_host = "127.0.0.1"});
  }

  void create_topic(const std::string& name) {
    auto_create_topics(broker.cluster(), std::vector{name}, broker.now());
  }

  // A frame without its size; correlation ids count up from 1 on each connection.
  Bytes frame(ConnectionId id, std::string_view api_name, protocol::Version version,
              std::string_view request) {
    const auto& any = *protocol::find_api(api_name);
    protocol::Encoder encoder(version, any.api.flexible(version));
    encoder.put_int16(any.api.key);
    encoder.put_int16(version);
    encoder.put_int32(++correlation_ids_[id]);
    encoder.put_nullable_string16("machine");
    if (any.api.flexible(version)) encoder.put_no_tags();
    std::string error;
    any.request.encode(encoder, boost::json::parse(request), version, error);
    EXPECT_EQ(error, "");
    asked_[{id, correlation_ids_[id]}] = {&any, version};
    return protocol::flattened(encoder.finish());
  }

  void send(ConnectionId id, std::string_view api_name, protocol::Version version,
            std::string_view request) {
    broker.receive(id, Slice(frame(id, api_name, version, request)));
  }

  void produce(ConnectionId id, std::string_view topic, std::string_view value = "v",
               int acks = -1) {
    send(id, "Produce", 9,
         fmt::format(R"({{"acks":{},"timeoutMs":1000,"topicData":[{{"name":"{}",
                         "partitionData":[{{"index":0,"records":"{}"}}]}}]}})",
                     acks, topic, batch_in_base64(value)));
  }

  void fetch(ConnectionId id, std::string_view topic, int max_wait_ms = 500, Offset offset = 0) {
    send(id, "Fetch", 12,
         fmt::format(R"({{"maxWaitMs":{},"minBytes":1,"maxBytes":1000000,"topics":[{{"topic":"{}",
                         "partitions":[{{"partition":0,"fetchOffset":{},
                                         "partitionMaxBytes":1000000}}]}}]}})",
                     max_wait_ms, topic, offset));
  }

  // "2 <- 1 Fetch" for an answer to connection 2's first request, "2 closed: …"; forgets them.
  std::string output() {
    std::string text;
    auto output = broker.take_output();
    for (const auto& frame : output.frames) {
      const auto& [any, version] = asked_.at({frame.connection, correlation_id_of(frame.frame)});
      text += fmt::format("{} <- {} {}\n", frame.connection, correlation_id_of(frame.frame),
                          any->api.name);
    }
    for (const auto& closed : output.closed)
      text += fmt::format("{} closed: {}\n", closed.connection, closed.why);
    for (auto& line : output.log) log_ += line.text + "\n";
    return text;
  }

  // The answers as JSON, one line each, as output() orders them; forgets the rest.
  std::string answers() {
    std::string text;
    auto output = broker.take_output();
    for (const auto& frame : output.frames) text += boost::json::serialize(decoded(frame)) + "\n";
    for (auto& line : output.log) log_ += line.text + "\n";
    return text;
  }

  std::string log() {
    output();
    return std::exchange(log_, {});
  }

  std::uint64_t asks() const { return broker.cluster().metrics.asks; }

  Broker broker;

 private:
  // Behind the four bytes of the size.
  static std::int32_t correlation_id_of(const protocol::ByteChain& frame) {
    return storage::load_big_endian<std::int32_t>(frame.front().data() + 4);
  }

  boost::json::value decoded(const OutputFrame& frame) {
    const auto& [any, version] = asked_.at({frame.connection, correlation_id_of(frame.frame)});
    const auto whole = Slice::copy_of(protocol::flattened(frame.frame));
    const std::size_t header = protocol::flexible_response_header(any->api, version) ? 9 : 8;
    std::string error;
    auto json = any->response.decode(whole.sub(header, whole.size() - header), version, error);
    EXPECT_EQ(error, "");
    return json;
  }

  std::map<ConnectionId, std::int32_t> correlation_ids_;
  std::map<std::pair<ConnectionId, std::int32_t>,
           std::pair<const protocol::AnyApi*, protocol::Version>>
      asked_;
  std::string log_;
};

}  // namespace dogear::broker
