// Holds one conversation over a wire, step by step.
#pragma once
#include <string>
#include <vector>

#include "script.hpp"
#include "wire.hpp"

namespace dogear::conversations {

struct Played {
  // The conversation with the answers that came in place of those it had.
  Conversation conversation;
  // What differs from the answers it had, and what kept it from going on: one line each.
  std::vector<std::string> problems;
  // Only answers differ: the conversation could be held to its end.
  bool complete = false;
};

// `run` makes the names in it differ from those of another run on the same broker.
Played play(const Conversation& conversation, Wire& wire, const std::string& run = "");

// Makes a fresh broker do what it does once only, at the first request of a kind: create its
// internal topics, load its coordinators, fetch producer ids.
void warm_up(Wire& wire, int nodes);

}  // namespace dogear::conversations
