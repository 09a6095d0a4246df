// A run as a conversation (docs/conversations.md), to be held with Dogear and recorded from Kafka.
// What no client does, faults and snapshots, is told in a comment.
#pragma once
#include <string>
#include <vector>

#include "plan.hpp"
#include "wire.hpp"

namespace dogear::simulation {

// What is said while a plan is played.
std::vector<Said> story_of(const Plan& plan);

// The text of the file. Its answers are those of this broker, as far as they do not show the fault.
std::string to_conversation(const Plan& plan, const std::string& title);

}  // namespace dogear::simulation
