// One run of the simulation: the world, its clients, and what each step does.
#pragma once
#include <array>
#include <optional>
#include <vector>

#include "admin.hpp"
#include "consumer.hpp"
#include "plan.hpp"
#include "producer.hpp"

namespace dogear::simulation {

struct Client {
  Client(World& world, std::size_t index, const std::string& group);

  std::array<Link*, 3> links() {
    return {&producer.link(), &consumer.fetching(), &consumer.coordination()};
  }

  Producer producer;
  Consumer consumer;
};

class Run {
 public:
  explicit Run(std::uint64_t seed);
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  World& world() { return world_; }
  void step(const Step& step);

  // The whole state of the run at its checkpoint, where all connections were closed.
  struct Checkpoint;
  bool has_checkpoint() const { return checkpoint_ != nullptr; }
  void go_back();

 private:
  struct Saved {
    broker::Snapshot snapshot;
    Model model;
  };
  using SavedStates = std::array<std::optional<Saved>, 2>;

  void act(const Step& step);
  void act_as_client(const Step& step, Client& client);
  void act_as_admin(const Step& step);
  void act_as_environment(const Step& step);
  void pass_time(Millis time);
  void leap(const Step& step);
  void pass_broker_time(Millis time, coordinator::Leap::Sessions sessions);
  void pass_wire_time(Millis time);
  void add_fault(const Step& step);
  void take_snapshot(const Step& step);
  void restore(const Step& step);
  void take_checkpoint();
  void check();

  World world_;
  Admin admin_;
  std::vector<Client> clients_;
  SavedStates saved_;
  std::shared_ptr<const Checkpoint> checkpoint_;
};

}  // namespace dogear::simulation
