// Simulates random clients, time, faults and snapshots from seeds (docs/testing.md).
//
//   simulation --seeds 1..10000         plays each seed twice, and reports those that fail
//   simulation --seed 17 --trace        plays one seed and prints every step, request and answer
//   simulation --seeds 1..100 --shrink  writes the first that fails, reduced to the fewest steps,
//                                       as a conversation: simulation-17.txt
//   simulation --bug late-expiry        plants a bug, in a build with -DDOGEAR_SEEDED_BUGS=ON
#include <array>
#include <chrono>
#include <fstream>
#include <iostream>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include "bugs.hpp"
#include "conversation_file.hpp"
#include "protocol/any_message.hpp"
#include "shrink.hpp"
#include "simulation.hpp"

namespace dogear::simulation {
namespace {

struct Options {
  std::uint64_t first = 1;
  std::uint64_t last = 1'000;
  bool trace = false;
  bool answers = false;
  bool shrink = false;
};

void trace_one(const Said& said) {
  static constexpr std::array kinds = {">", "<", "closed", "hangs up", "time", "#"};
  if (said.kind == Said::Kind::time || said.kind == Said::Kind::remark) return;
  fmt::print("      {}@{} {} ", said.connection, said.node,
             kinds[static_cast<std::size_t>(said.kind)]);
  if (said.api) fmt::print("{}/{} {}", said.api->name, said.version, serialize(said.json));
  fmt::print("\n");
}

void trace(const Plan& plan) {
  std::vector<Said> story;
  std::size_t told = 0;
  std::size_t number = 0;
  const auto tell = [&] {
    while (told < story.size()) trace_one(story[told++]);
  };
  const auto outcome = play(plan, Repeat::nothing, [&](const Step& step, World& world) {
    if (number == 0) world.wire.keep_story(story);
    tell();
    fmt::print("{:4} {}\n", ++number, to_text(step));
  });
  tell();
  fmt::print("{}\n", outcome.failure.value_or("all is well"));
}

void shrink_and_write(const Plan& plan) {
  const auto fails = [](const Plan& shorter) { return play(shorter).failure.has_value(); };
  if (!fails(plan)) return;
  const auto shortest = shrink(plan, fails);
  for (const auto& step : shortest.steps) fmt::print("  {}\n", to_text(step));
  const auto file = fmt::format("simulation-{}.txt", plan.seed);
  std::ofstream(file) << to_conversation(
      shortest, fmt::format("Seed {} of the simulation: {}", plan.seed, *play(shortest).failure));
  fmt::print("{} of {} steps fail, too: {}\n", shortest.steps.size(), plan.steps.size(), file);
}

class Report {
 public:
  void add(const Outcome& outcome) {
    ++seeds_;
    steps_ += outcome.steps;
    for (const auto& [what, count] : outcome.answered) answered_[what] += count;
    if (outcome.failure) ++failed_;
  }
  void print_progress(const Options& options) const {
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin_;
    fmt::print("{} of {} seeds, {} steps in {:.1f} s, {:.0f} a second, {} failed\n", seeds_,
               options.last - options.first + 1, steps_, took.count(),
               static_cast<double>(steps_) / took.count(), failed_);
    std::cout.flush();
  }
  void print_answers() const {
    for (const auto& [what, count] : answered_)
      fmt::print("{:9} {} {}\n", count, protocol::find_api(what.first)->api.name,
                 dogear::name_of(what.second));
  }
  std::uint64_t seeds() const { return seeds_; }
  std::uint64_t failed() const { return failed_; }

 private:
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  std::uint64_t seeds_ = 0;
  std::uint64_t steps_ = 0;
  std::uint64_t failed_ = 0;
  Answered answered_;
};

int play_all(const Options& options) {
  constexpr std::uint64_t failures_max = 20;
  const auto part = std::max<std::uint64_t>((options.last - options.first + 1) / 10, 1);
  Report report;
  for (auto seed = options.first; seed <= options.last && report.failed() < failures_max; ++seed) {
    const auto outcome = play_twice(make_plan(seed));
    report.add(outcome);
    if (report.seeds() % part == 0) report.print_progress(options);
    if (!outcome.failure) continue;
    fmt::print("FAILED seed {} after {} steps: {}\n", seed, outcome.steps, *outcome.failure);
    if (!options.shrink) continue;
    shrink_and_write(make_plan(seed));
    break;
  }
  report.print_progress(options);
  if (options.answers) report.print_answers();
  return report.failed() == 0 ? 0 : 1;
}

bool read_range(const std::string& range, Options& options) {
  const auto dots = range.find("..");
  const auto* text = range.c_str();
  char* end = nullptr;
  options.first = std::strtoull(text, &end, 10);
  if (dots == std::string::npos || end != text + dots) return false;
  options.last = std::strtoull(text + dots + 2, &end, 10);
  return *end == '\0' && options.first <= options.last;
}

int main_of(int argc, char** argv) {
  CLI::App app(
      "Simulates random clients, time, faults and snapshots from seeds, and checks after every "
      "step what must hold.");
  Options options;
  std::string range = "1..1000";
  std::string bug;
  std::uint64_t seed = 0;
  app.add_option("--seeds", range, "which seeds to play, each of them twice: A..B")
      ->capture_default_str();
  const auto* one = app.add_option("--seed", seed, "play this one alone");
  app.add_flag("--trace", options.trace, "with --seed: print every step, request and answer");
  app.add_flag("--answers", options.answers,
               "print how often each error code was answered, by API");
  app.add_flag("--shrink", options.shrink,
               "reduce the first that fails to the fewest steps, and write it as a conversation");
  app.add_option("--bug", bug, "plant this bug: seeds must fail");
  CLI11_PARSE(app, argc, argv);
  if (!read_range(range, options)) return std::cerr << "--seeds takes A..B\n", 2;
  if (*one) options.first = options.last = seed;
  if (!bug.empty() && !plant(bug))
    return std::cerr << "this build has no bug of that name to plant\n", 2;
  if (options.trace) return trace(make_plan(options.first)), 0;
  return play_all(options);
}

}  // namespace
}  // namespace dogear::simulation

int main(int argc, char** argv) { return dogear::simulation::main_of(argc, argv); }
