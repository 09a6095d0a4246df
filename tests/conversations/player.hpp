// Plays a conversation over a wire, step by step, and compares the answers with the recorded ones.
#pragma once
#include <string>
#include <vector>

#include "script.hpp"
#include "wire.hpp"

namespace dogear::conversations {

struct Played {
  // The conversation with the answers of this run in place of the recorded ones.
  Conversation conversation;
  // Differences from the recorded answers, and the error that ended the run if there was one.
  std::vector<std::string> problems;
  // Whether the conversation came to its end, with or without differences.
  bool complete = false;
};

// `run` is appended to its names, so that it can be played on the same broker more than once.
Played play(const Conversation& conversation, Wire& wire, const std::string& run = "");

// Makes a fresh broker do what it does only once, at the first request that needs it: create
// __consumer_offsets, load its coordinators, reserve producer ids.
void warm_up(Wire& wire, int nodes);

}  // namespace dogear::conversations
