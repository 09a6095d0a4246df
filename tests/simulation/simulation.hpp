// Plays a plan. What follows its checkpoint is played twice, and must give the same output.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "plan.hpp"
#include "world.hpp"

namespace dogear::simulation {

// How often each error code was answered, by API.
using Answered = std::map<std::pair<protocol::ApiKey, ErrorCode>, std::uint64_t>;

struct Outcome {
  std::optional<std::string> failure;
  std::size_t steps = 0;         // that were played until it ended or failed
  std::uint64_t transcript = 0;  // a hash of all that the broker sent
  Answered answered;
};

// Called before each step.
using Watcher = std::function<void(const Step&, World&)>;

enum class Repeat : bool { nothing, from_checkpoint };

Outcome play(const Plan& plan, Repeat repeat = Repeat::from_checkpoint,
             const Watcher& watcher = nullptr);

// Plays the whole plan twice, with two brokers, which must give the same output.
Outcome play_twice(const Plan& plan);

}  // namespace dogear::simulation
