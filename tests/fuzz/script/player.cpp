#include "script/player.hpp"

#include <cstdio>
#include <cstdlib>
#include <vector>

#include <boost/json.hpp>

#include "broker/control/metrics.hpp"
#include "broker/control/waiting_verbs.hpp"
#include "protocol/frame.hpp"
#include "protocol/messages/fetch.hpp"
#include "protocol/messages/init_producer_id.hpp"
#include "protocol/messages/join_group.hpp"
#include "protocol/messages/metadata.hpp"
#include "script/requests.hpp"
#include "storage/bytes.hpp"

namespace dogear::fuzz {
namespace {

constexpr BrokerTime start = broker_time(1'780'000'000'000);
constexpr std::size_t memory_limit_bytes = 32 * 1024 * 1024;

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

using Settings = std::vector<broker::Setting>;

// The broker configs that a script can choose; the first choice is Dogear's defaults.
const Settings& settings_of(std::size_t choice) {
  static const std::array<Settings, 4> all = {{
      {},
      {{"group.initial.rebalance.delay.ms", "3000"}, {"num.partitions", "3"}},
      {{"group.max.size", "2"}, {"offset.metadata.max.bytes", "10"}},
      {{"auto.create.topics.enable", "false"}, {"log.message.timestamp.type", "LogAppendTime"}},
  }};
  return all[choice % all.size()];
}

broker::Cluster make_cluster(std::uint8_t choice) {
  const std::int32_t nodes = 1 + choice % 3;
  broker::Cluster cluster;
  cluster.config = broker::parse_broker_config(settings_of(choice / 3U), {.nodes = nodes}).value();
  cluster.id = "AAAAAAAAAAAAAAAAAAAAAA";
  cluster.memory->set_limit(memory_limit_bytes);
  for (NodeId id = 1; id <= nodes; ++id)
    cluster.nodes.push_back(
        {id, {{"PLAINTEXT", "127.0.0.1", static_cast<std::uint16_t>(9091 + id)}}});
  return cluster;
}

}  // namespace

Player::Player(ByteSpan script)
    : bytes_(script.subspan(std::min<std::size_t>(script.size(), 1))),
      broker_(make_cluster(Bytes(script).byte()), start) {
  constexpr std::uint8_t slow_readers = 128;
  constexpr std::size_t unsent_bytes_max = 2000;
  if (Bytes(script).byte() >= slow_readers) broker_.limit_unsent_bytes(unsent_bytes_max);
}

void Player::play() {
  while (!bytes_.empty()) step();
  for (auto& client : clients_) disconnect(client);
  take_output();
  require(broker_.connection_count() == 0, "all connections are gone");
  require(broker_.waiting_count() == 0, "nothing waits without a connection");
  transcript_ += broker::control::metrics_page(broker_);
}

void Player::step() {
  const auto code = bytes_.byte() % op::count;
  auto& client = clients_[bytes_.below(slots)];
  switch (code) {
    case op::connect:
      connect(client);
      break;
    case op::disconnect:
      disconnect(client);
      break;
    case op::raw_frame:
      send_raw(client);
      break;
    case op::broker_time:
      broker_.advance_to(broker_.now() + time_unit * (std::int64_t{1} << bytes_.below(29)));
      break;
    case op::wire_time:
      broker_.wire_to(broker_.wire_now() + time_unit * (std::int64_t{1} << bytes_.below(24)));
      break;
    case op::snapshot:
      snapshot_ = broker_.take_snapshot();
      break;
    case op::restore:
      restore();
      break;
    case op::fault:
      add_fault();
      break;
    case op::control:
      run_control();
      break;
    case op::sent:
      broker_.sent(client.id, std::exchange(client.unsent_bytes, 0));
      break;
    default:
      send_request(client);
  }
  take_output();
  check();
}

void Player::connect(Client& client) {
  if (client.id != 0) return;
  client = {.id = ++last_connection_};
  broker::Peer peer;
  peer.connection = client.id;
  peer.node = static_cast<NodeId>(1 + bytes_.below(broker_.cluster().nodes.size()));
  peer.client_host = "/127.0.0.1";
  peer.reached_host = "127.0.0.1";
  broker_.connect(peer);
}

void Player::disconnect(Client& client) {
  if (client.id == 0) return;
  broker_.disconnect(client.id);
  client = {};
}

void Player::restore() {
  if (snapshot_) broker_.restore(*snapshot_);
}

void Player::send(Client& client, std::vector<std::uint8_t> frame) {
  // Each request gets its own correlation id, so that its answer can be told from others.
  constexpr std::size_t id_at = 4;
  if (frame.size() >= id_at + sizeof(std::int32_t))
    storage::store_big_endian(frame.data() + id_at, ++client.last_correlation_id);
  const auto start_of = protocol::peek_request(Slice(frame));
  if (start_of) {
    const auto* api = protocol::find_api(start_of->api_key);
    const auto known = api && api->api.versions.contain(start_of->api_version);
    client.asked.push_back(
        {api, known ? start_of->api_version : protocol::Version{0}, start_of->correlation_id});
  }
  broker_.receive(client.id, Slice(frame));
}

void Player::send_raw(Client& client) {
  const auto frame = bytes_.take(bytes_.number(2) % raw_frame_bytes_max);
  if (client.id == 0) connect(client);
  send(client, {frame.begin(), frame.end()});
}

void Player::send_request(Client& client) {
  if (client.id == 0) connect(client);
  const auto apis = broker::served_apis();
  const auto& api = apis[bytes_.below(apis.size())]->api;
  const auto versions =
      std::size_t{1} + static_cast<std::size_t>(api.versions.last - api.versions.first);
  const auto version =
      static_cast<protocol::Version>(api.versions.last - static_cast<int>(bytes_.below(versions)));
  Filler filler(bytes_, memory_, version, epoch_ms(broker_.now()));
  auto frame = make_request(api, version, filler);
  const auto broken = bytes_.byte();
  if (broken > 240) frame[bytes_.number(2) % frame.size()] = bytes_.byte();
  send(client, std::move(frame));
}

void Player::add_fault() {
  const auto error = static_cast<ErrorCode>(bytes_.pick<std::int16_t>({-1, 3, 15, 16, 22, 27, 56}));
  const auto when = bytes_.below(2) == 0 ? broker::FaultTime::before : broker::FaultTime::after;
  const std::array<broker::FaultAction, 6> actions = {
      broker::FailWith{error}, broker::CutBefore{}, broker::CutAfter{},
      broker::DropResponse{},  broker::Hold{when},  broker::Delay{Millis{1 + bytes_.byte()}, when}};
  broker::FaultRule rule;
  rule.action = bytes_.pick(actions);
  const auto apis = broker::served_apis();
  rule.match.api = apis[bytes_.below(apis.size())]->api.key;
  rule.match.client_id = "fuzz";
  if (bytes_.below(4) == 0) rule.match.partition = 0;
  broker_.faults().add(std::move(rule));
}

void Player::run_control() {
  namespace control = broker::control;
  const auto text = text_of(bytes_.take(bytes_.byte()));
  const auto slash = text.find('/');
  const auto blank = text.find(' ');
  if (slash == std::string_view::npos || blank == std::string_view::npos || blank < slash) return;
  const auto* verb =
      control::find_verb(text.substr(0, slash), text.substr(slash + 1, blank - slash - 1));
  boost::system::error_code error;
  const auto request = boost::json::parse(text.substr(blank), error);
  if (!verb || error || !request.is_object()) return;
  // A verb that waits is run once only: it answers now, or not at all.
  control::WaitingVerbs waiting;
  waiting.run(broker_, *verb, request.get_object(), [&](const control::Answer& answer) {
    const auto* told = std::get_if<boost::json::object>(&answer);
    transcript_ +=
        boost::json::serialize(told ? *told : to_json(std::get<control::Problem>(answer)));
  });
}

// --- output

Player::Client* Player::client_of(ConnectionId id) {
  for (auto& client : clients_)
    if (client.id == id) return &client;
  return nullptr;
}

void Player::take_output() {
  auto output = broker_.take_output();
  for (const auto& frame : output.frames) {
    auto* client = client_of(frame.connection);
    require(client != nullptr, "answers go to those who are connected");
    transcript_ += std::to_string(frame.connection) + '<';
    client->unsent_bytes += protocol::size_of(frame.frame);
    take_answer(*client, frame.frame);
  }
  for (const auto& closed : output.closed) {
    auto* client = client_of(closed.connection);
    require(client != nullptr, "a connection is closed once");
    transcript_ += std::to_string(closed.connection) + " closed " + closed.why + '\n';
    *client = {};
  }
  for (const auto& line : output.log) transcript_ += line.text + '\n';
}

void Player::take_answer(Client& client, const protocol::ByteChain& frame) {
  const auto whole = Slice::copy_of(protocol::flattened(frame));
  constexpr std::size_t least = 8;
  require(whole.size() >= least, "an answer has a size and a correlation id");
  transcript_ += text_of(whole.bytes());
  require(storage::load_big_endian<std::uint32_t>(whole.data()) + 4 == whole.size(),
          "an answer is as long as it says");
  const auto correlation_id = storage::load_big_endian<std::int32_t>(whole.data() + 4);
  // The requests before it got no answer (acks=0, or a fault).
  while (!client.asked.empty() && client.asked.front().correlation_id != correlation_id)
    client.asked.pop_front();
  require(!client.asked.empty(), "answers come in the order of their requests");
  const auto asked = client.asked.front();
  client.asked.pop_front();
  if (!asked.api) return;
  const auto tags = protocol::flexible_response_header(asked.api->api, asked.version);
  const std::size_t header = tags ? least + 1 : least;
  require(whole.size() >= header, "an answer has a header");
  remember(asked, whole.sub(header, whole.size() - header));
}

void Player::remember(const Asked& asked, const Slice& body) {
  std::string error;
  asked.api->response.decode(body, asked.version, error);
  require(error.empty(), "an answer can be read");
  if (asked.api->api.key == protocol::JoinGroupResponse::api.key) {
    const auto joined = protocol::decode<protocol::JoinGroupResponse>(body, asked.version).message;
    if (!joined.member_id.empty()) Memory::keep(memory_.member_ids, joined.member_id);
    Memory::keep(memory_.generations, std::int64_t{joined.generation_id});
  } else if (asked.api->api.key == protocol::MetadataResponse::api.key) {
    const auto told = protocol::decode<protocol::MetadataResponse>(body, asked.version).message;
    for (const auto& topic : told.topics)
      if (!topic.topic_id.is_zero()) Memory::keep(memory_.topic_ids, topic.topic_id);
  } else if (asked.api->api.key == protocol::FetchResponse::api.key) {
    const auto read = protocol::decode<protocol::FetchResponse>(body, asked.version).message;
    if (read.session_id != 0) Memory::keep(memory_.session_ids, std::int64_t{read.session_id});
  } else if (asked.api->api.key == protocol::InitProducerIdResponse::api.key) {
    const auto given =
        protocol::decode<protocol::InitProducerIdResponse>(body, asked.version).message;
    Memory::keep(memory_.producer_ids, given.producer_id);
  }
}

void Player::check() const {
  const auto wire = broker_.next_wire_deadline();
  require(!wire || *wire > broker_.wire_now(), "no wire deadline stays behind");
  const auto deadline = broker_.next_broker_deadline();
  require(!deadline || *deadline > broker_.now(), "no broker deadline stays behind");
  require(broker_.waiting_count() <= broker_.connection_count(), "who waits is connected");
  require(!broker_.has_output(), "all output was taken");
}

}  // namespace dogear::fuzz
