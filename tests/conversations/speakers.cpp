#include "speakers.hpp"

namespace dogear::conversations {

Speakers::~Speakers() {
  for (auto& [name, speaker] : speakers_)
    if (speaker.connection) hang_up(speaker);
}

Speaker& Speakers::named(const std::string& name) {
  auto [found, is_new] = speakers_.try_emplace(name);
  if (is_new) found->second.client_id = name;
  return found->second;
}

void Speakers::open(Speaker& speaker, int node) {
  if (speaker.connection && node != 0 && node != speaker.node)
    throw ScriptError("this connection is to node " + std::to_string(speaker.node));
  if (node != 0) speaker.node = node;
  if (!speaker.connection) speaker.connection = wire_.open(speaker.node);
}

void Speakers::hang_up(Speaker& speaker) {
  wire_.hang_up(*speaker.connection);
  speaker.forget();
}

void Speakers::collect(Millis patience) {
  while (auto event = wire_.next_event(patience)) {
    for (auto& [name, speaker] : speakers_)
      if (speaker.connection == event->connection) speaker.inbox.push_back(*event);
    patience = Millis{0};
  }
}

WireEvent Speakers::next_event(const std::string& name) {
  constexpr Millis patience{250};
  constexpr int attempts = 40;  // a conversation that waits longer has a line `clock +30s`
  auto& inbox = named(name).inbox;
  for (int i = 0; inbox.empty() && i < attempts; ++i)
    collect(wire_.is_real() ? patience : Millis{0});
  if (inbox.empty()) throw ScriptError(name + " heard nothing");
  auto event = std::move(inbox.front());
  inbox.pop_front();
  return event;
}

const std::string* Speakers::who_heard() const {
  for (const auto& [name, speaker] : speakers_)
    if (!speaker.inbox.empty()) return &name;
  return nullptr;
}

}  // namespace dogear::conversations
