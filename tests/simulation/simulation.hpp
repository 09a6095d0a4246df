// Plays a plan, and what follows its checkpoint twice: the same must come of it.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "plan.hpp"
#include "world.hpp"

namespace dogear::simulation {

using Answered = std::map<std::pair<protocol::ApiKey, ErrorCode>, std::uint64_t>;

struct Outcome {
  std::optional<std::string> failure;
  std::size_t steps = 0;  // that were played until it ended or failed
  std::uint64_t transcript = 0;
  Answered answered;  // how often what was
};

// Called before each step.
using Watcher = std::function<void(const Step&, World&)>;

enum class Repeat : bool { nothing, from_checkpoint };

Outcome play(const Plan& plan, Repeat repeat = Repeat::from_checkpoint,
             const Watcher& watcher = nullptr);

// The whole plan twice, in two brokers.
Outcome play_twice(const Plan& plan);

}  // namespace dogear::simulation
