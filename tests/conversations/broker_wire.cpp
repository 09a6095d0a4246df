// A wire to a broker inside this process, whose clocks move when the conversation says so.
#include <algorithm>
#include <deque>
#include <map>

#include "broker/broker.hpp"
#include "server/frame_reader.hpp"
#include "wire.hpp"

namespace dogear::conversations {
namespace {

using broker::Broker;

constexpr std::uint16_t first_port = 9092;
// The broker's clock at the start: some afternoon of 2026.
constexpr BrokerTime start = broker_time(1'780'000'000'000);

broker::Cluster cluster_of(int nodes, const std::vector<std::string>& configs) {
  std::vector<broker::Setting> settings;
  for (const auto& config : configs) {
    const auto equals = config.find('=');
    settings.emplace_back(config.substr(0, equals), config.substr(equals + 1));
  }
  const auto parsed = broker::parse_broker_config(settings, {.nodes = nodes});
  if (!parsed) throw WireError("broker configs: " + parsed.error().message);
  broker::Cluster cluster;
  cluster.config = *parsed;
  cluster.id = "AAAAAAAAAAAAAAAAAAAAAA";
  for (int node = 1; node <= nodes; ++node)
    cluster.nodes.push_back(
        {node, {{"PLAINTEXT", "127.0.0.1", static_cast<std::uint16_t>(first_port + node - 1)}}});
  return cluster;
}

class BrokerWire final : public Wire {
 public:
  BrokerWire(int nodes, const std::vector<std::string>& configs)
      : broker_(cluster_of(nodes, configs), start) {}

  std::uint16_t port_of(int node) const override {
    return static_cast<std::uint16_t>(first_port + node - 1);
  }

  WireConnection open(int node) override {
    broker::Peer peer;
    peer.connection = static_cast<ConnectionId>(++last_);
    peer.node = node;
    peer.client_host = "/127.0.0.1";
    peer.reached_host = "127.0.0.1";
    broker_.connect(peer);
    const auto frame_bytes_max =
        static_cast<std::size_t>(broker_.cluster().config.socket_request_max_bytes);
    readers_.emplace(last_, server::FrameReader(frame_bytes_max, spare_));
    return last_;
  }

  void send(WireConnection connection, ByteSpan bytes) override {
    const auto found = readers_.find(connection);
    if (found == readers_.end()) return;
    auto& reader = found->second;
    while (const auto frame = reader.next(bytes)) broker_.receive(id_of(connection), Slice(*frame));
    if (reader.error().empty())
      reader.keep(bytes);
    else
      broker_.refuse(id_of(connection), reader.error());
    take_output();
  }

  void hang_up(WireConnection connection) override {
    if (readers_.erase(connection) > 0) broker_.disconnect(id_of(connection));
    take_output();
  }

  std::optional<WireEvent> next_event(Millis) override {
    if (events_.empty()) return std::nullopt;
    auto event = std::move(events_.front());
    events_.pop_front();
    return event;
  }

  std::int64_t now_ms() const override { return epoch_ms(broker_.now()); }
  bool is_real() const override { return false; }

  // Both clocks go from deadline to deadline, as they would if time flowed.
  void pass(Millis duration) override {
    const auto until = broker_.now() + duration;
    while (broker_.now() < until) {
      auto step = until - broker_.now();
      if (const auto next = broker_.next_broker_deadline())
        step = std::min(step, *next - broker_.now());
      if (const auto next = broker_.next_wire_deadline())
        step = std::min(step, *next - broker_.wire_now());
      step = std::max(step, Millis{1});
      broker_.advance_to(broker_.now() + step);
      broker_.wire_to(broker_.wire_now() + step);
      take_output();
    }
  }

 private:
  static ConnectionId id_of(WireConnection connection) {
    return static_cast<ConnectionId>(connection);
  }

  void take_output() {
    auto output = broker_.take_output();
    for (const auto& frame : output.frames) {
      const auto bytes = protocol::flattened(frame.frame);
      constexpr std::size_t size_bytes = 4;
      events_.push_back({static_cast<WireConnection>(frame.connection),
                         false,
                         {bytes.begin() + size_bytes, bytes.end()}});
    }
    for (const auto& closed : output.closed) {
      readers_.erase(static_cast<WireConnection>(closed.connection));
      events_.push_back({static_cast<WireConnection>(closed.connection), true, {}});
    }
  }

  Broker broker_;
  server::SpareFrame spare_;
  std::map<WireConnection, server::FrameReader> readers_;
  std::deque<WireEvent> events_;
  WireConnection last_ = 0;
};

}  // namespace

std::unique_ptr<Wire> start_broker(int nodes, const std::vector<std::string>& configs) {
  return std::make_unique<BrokerWire>(nodes, configs);
}

}  // namespace dogear::conversations
