// Writes a run as a conversation (docs/conversations.md), which can be played to Dogear and
// recorded from Kafka. Faults and snapshots, which no client can cause, become comments.
#pragma once
#include <string>
#include <vector>

#include "plan.hpp"
#include "wire.hpp"

namespace dogear::simulation {

// The log of a run of this plan.
std::vector<Said> story_of(const Plan& plan);

// The text of the file. Its answers only bind the names that later requests need.
std::string to_conversation(const Plan& plan, const std::string& title);

}  // namespace dogear::simulation
