#include "wire.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "storage/bytes.hpp"

namespace dogear::simulation {
namespace {

constexpr std::size_t size_bytes = 4;

Slice without_size(const protocol::ByteChain& frame) {
  const auto whole = Slice::copy_of(protocol::flattened(frame));
  return whole.sub(size_bytes, whole.size() - size_bytes);
}

}  // namespace

void Wire::open(ConnectionId id, NodeId node) {
  if (is_open(id)) return;
  connections_[id].node = node;
  broker_.connect(
      {.connection = id, .node = node, .client_host = "/127.0.0.1", .reached_host = "127.0.0.1"});
}

void Wire::hang_up(ConnectionId id) {
  if (connections_.erase(id) == 0) return;
  say({.kind = Said::Kind::hang_up, .connection = id});
  broker_.disconnect(id);
}

void Wire::forget_all() { connections_.clear(); }

void Wire::begin_again(broker::Broker broker, std::uint64_t transcript_hash) {
  connections_.clear();
  closed_.clear();
  broker_ = std::move(broker);
  hash_ = transcript_hash;
}

void Wire::send(ConnectionId id, const protocol::ByteChain& frame) {
  broker_.receive(id, without_size(frame));
}

void Wire::set_slow(ConnectionId id, bool slow) {
  const auto found = connections_.find(id);
  if (found != connections_.end()) found->second.slow = slow;
}

bool Wire::is_slow(ConnectionId id) const {
  const auto found = connections_.find(id);
  return found != connections_.end() && found->second.slow;
}

std::size_t Wire::outstanding(ConnectionId id) const {
  const auto found = connections_.find(id);
  if (found == connections_.end()) return 0;
  return found->second.asked.size() + found->second.unread.size();
}

bool Wire::take_output() {
  if (!broker_.has_output()) return false;
  const auto output = broker_.take_output();
  for (const auto& frame : output.frames) take_answer(frame);
  for (const auto& closed : output.closed) {
    mix(closed.connection);
    note(closed.why);
    say({.kind = Said::Kind::closed, .connection = closed.connection});
    closed_.push_back(closed.connection);
  }
  for (const auto& line : output.log) note(line.text);
  return true;
}

void Wire::take_answer(const broker::OutputFrame& output) {
  mix(output.connection);
  for (const auto& part : output.frame) mix(part.bytes());
  const auto found = connections_.find(output.connection);
  if (found == connections_.end()) return;
  auto& connection = found->second;
  const auto frame = without_size(output.frame);
  const auto correlation_id = storage::load_big_endian<std::int32_t>(frame.data());
  // Answers come in order: those to earlier requests were dropped by a fault.
  while (!connection.asked.empty() && connection.asked.front().correlation_id < correlation_id)
    connection.asked.pop_front();
  if (connection.asked.empty()) return;
  auto asked = std::move(connection.asked.front());
  connection.asked.pop_front();
  if (asked.said) say(asked.said(frame));
  connection.unread.push_back({frame.size() + size_bytes, frame, std::move(asked)});
}

void Wire::deliver() {
  for (auto& [id, connection] : connections_)
    while (!connection.slow && !connection.unread.empty()) read_one(id);
  // All but slow clients have read what was sent before their connection was closed.
  for (const auto id : std::exchange(closed_, {})) connections_.erase(id);
}

void Wire::read(ConnectionId id, std::size_t answers) {
  const auto found = connections_.find(id);
  if (found == connections_.end()) return;
  for (; answers > 0 && !found->second.unread.empty(); --answers) read_one(id);
}

void Wire::read_one(ConnectionId id) {
  auto& connection = connections_.at(id);
  const auto unread = std::move(connection.unread.front());
  connection.unread.pop_front();
  unread.asked.heard(unread.frame);
  broker_.sent(id, unread.bytes);
}

std::optional<std::string> Wire::find_forgotten() {
  for (auto& [id, connection] : connections_) {
    if (connection.asked.empty() || !connection.asked.front().overdue) continue;
    // A request that a fault holds begins later, in another state: it is not checked.
    if (broker_.held().all().contains(id)) connection.asked.front().overdue = nullptr;
    if (!connection.asked.front().overdue) continue;
    if (broker_.is_waiting(id) && connection.asked.front().overdue(broker_.cluster()))
      return fmt::format("{} of connection {} still waits, although it should have been answered",
                         connection.asked.front().api, id);
  }
  return std::nullopt;
}

void Wire::say(Said said) {
  if (story_) story_->push_back(std::move(said));
}

void Wire::note(std::string_view text) { mix(bytes_of(text)); }

void Wire::mix(ByteSpan bytes) {
  for (; bytes.size() >= sizeof(std::uint64_t); bytes = bytes.subspan(sizeof(std::uint64_t)))
    mix(storage::load_big_endian<std::uint64_t>(bytes.data()));
  std::uint64_t rest = bytes.size();
  for (const auto byte : bytes) rest = rest << 8U | byte;
  mix(rest);
}

void Wire::mix(std::uint64_t number) {
  hash_ = (hash_ ^ number) * 0x9e37'79b9'7f4a'7c15U;
  hash_ ^= hash_ >> 29U;
}

}  // namespace dogear::simulation
