#include "run.hpp"

#include "memory_check.hpp"

namespace dogear::simulation {
namespace {

using Sessions = coordinator::Leap::Sessions;

// Of an old client, of one in between, and of a new one.
constexpr std::array<Versions, 3> versions = {
    {{3, 4, 2, 1, 1, 1, 3, 8}, {8, 11, 5, 3, 3, 3, 7, 8}, {13, 17, 9, 5, 4, 5, 10, 10}}};

// The last two are static members.
std::optional<std::string> instance_id(std::size_t client) {
  if (client < client_count - 2) return std::nullopt;
  return fmt::format("instance-{}", client);
}

std::string client_id_of(const std::string& group) { return group + "-app"; }

}  // namespace

Client::Client(World& world, std::size_t index, const std::string& group)
    : producer(world, index, client_id_of(group), versions[index % versions.size()],
               index % 4 < 2 ? Idempotent::yes : Idempotent::no),
      consumer(world, index, client_id_of(group), versions[index % versions.size()], group,
               instance_id(index)) {}

struct Run::Checkpoint {
  broker::Snapshot snapshot;
  BrokerTime now;
  WireTime wire_now;
  broker::Faults faults;
  std::uint64_t transcript;
  Model model;
  Sendings sendings;
  SentCommits sent_commits;
  std::size_t step_number;
  Admin admin;
  std::vector<Client> clients;
  SavedStates saved;
};

Run::Run(std::uint64_t seed) : world_(seed), admin_(world_) {
  for (std::size_t i = 0; i < client_count; ++i)
    clients_.emplace_back(world_, i, group_names()[i % group_names().size()]);
}

void Run::step(const Step& step) {
  ++world_.step_number;
  act(step);
  world_.settle();
  check();
  world_.deletions.clear();
}

void Run::act(const Step& step) {
  if (step.action <= Action::crash) return act_as_client(step, clients_[step.who % client_count]);
  if (step.action <= Action::move_leader) return act_as_admin(step);
  act_as_environment(step);
}

void Run::act_as_client(const Step& step, Client& client) {
  auto& consumer = client.consumer;
  switch (step.action) {
    case Action::produce:
      return client.producer.produce(step);
    case Action::consume:
      return consumer.consume(step);
    case Action::fetch:
      return consumer.fetch(choose_partition(world_.cluster(), step.what), step);
    case Action::commit:
      return consumer.commit();
    case Action::fetch_offsets:
      return consumer.fetch_offsets();
    case Action::rejoin:
      return consumer.rejoin();
    case Action::leave:
      return consumer.leave();
    case Action::crash:
      client.producer.crash();
      return consumer.crash();
    default:
      for (auto* link : client.links()) {
        if (step.action == Action::slow_down) link->read_later();
        if (step.action == Action::read_some) link->read_half();
        if (step.action == Action::catch_up) link->catch_up();
        if (step.action == Action::hang_up) link->hang_up();
      }
  }
}

void Run::act_as_admin(const Step& step) {
  switch (step.action) {
    case Action::create_topic:
      return admin_.create_topic(step);
    case Action::delete_topic:
      return admin_.delete_topic(step);
    case Action::create_partitions:
      return admin_.create_partitions(step);
    case Action::delete_records:
      return admin_.delete_records(step);
    case Action::alter_config:
      return admin_.alter_config(step);
    case Action::delete_group:
      return admin_.delete_group(step);
    case Action::delete_offsets:
      return admin_.delete_offsets(step);
    default:
      return admin_.move_leader(step);
  }
}

void Run::act_as_environment(const Step& step) {
  switch (step.action) {
    case Action::time_passes:
      return pass_time(Millis{1 + step.how % 4'000});
    case Action::time_leaps:
      return leap(step);
    case Action::wire_time_passes:
      world_.wire.say({.kind = Said::Kind::time, .duration = Millis{1 + step.how % 20'000}});
      return pass_wire_time(Millis{1 + step.how % 20'000});
    case Action::fault:
      return add_fault(step);
    case Action::snapshot:
      return take_snapshot(step);
    case Action::restore:
      return restore(step);
    default:
      return take_checkpoint();
  }
}

void Run::pass_time(Millis time) {
  world_.wire.say({.kind = Said::Kind::time, .duration = time});
  pass_broker_time(time, Sessions::expire);
  pass_wire_time(time);
}

// As with --clock manual: wire time does not leap.
void Run::leap(const Step& step) {
  constexpr std::array leaps = {Millis{15'000}, Millis{60'000}, Millis{700'000},
                                Millis{90'000'000}};
  const auto time = leaps[step.what % leaps.size()];
  world_.wire.say({.kind = Said::Kind::time, .duration = time});
  pass_broker_time(time, step.how % 2 == 0 ? Sessions::renew : Sessions::expire);
}

void Run::pass_broker_time(Millis time, Sessions sessions) {
  auto& broker = world_.wire.broker();
  const auto& groups = broker.cluster().groups;
  const auto living = Memberships::living(groups, [&](ConnectionId id) {
    return sessions == Sessions::renew && world_.wire.is_open(id);
  });
  const auto came_due = broker.leap_to(broker.now() + time, sessions);
  Memberships::check_leap(living, groups, came_due, world_.findings);
  for (const auto& due : came_due) {
    world_.model.memberships.explain(due, world_.findings);
    world_.wire.note(due.group);
  }
}

void Run::pass_wire_time(Millis time) { world_.wire.broker().wire_to(world_.wire_now() + time); }

void Run::add_fault(const Step& step) {
  using namespace broker;
  static constexpr std::array<protocol::ApiKey, 8> apis = {0, 1, 8, 9, 11, 12, 14, 22};
  static constexpr std::array errors = {ErrorCode::not_coordinator, ErrorCode::request_timed_out,
                                        ErrorCode::not_leader_or_follower,
                                        ErrorCode::unknown_server_error};
  static const std::array<FaultAction, 5> actions = {
      {FailWith{ErrorCode::none}, CutBefore{}, CutAfter{}, DropResponse{}, Delay{Millis{4'000}}}};
  auto action = actions[step.how % actions.size()];
  if (auto* fail = std::get_if<FailWith>(&action))
    fail->error = errors[(step.how >> 2U) % errors.size()];
  world_.wire.say({.text = to_text(step)});
  world_.wire.broker().faults().add(
      {.match = {.api = apis[step.what % apis.size()],
                 .client_id = client_id_of(group_names()[step.who % group_names().size()])},
       .action = action,
       .times = 1,
       .after = (step.how >> 4U) % 3});
}

void Run::take_snapshot(const Step& step) {
  world_.wire.say({.text = to_text(step)});
  saved_[step.what % saved_.size()] = {world_.wire.broker().take_snapshot(), world_.model};
}

void Run::restore(const Step& step) {
  const auto& saved = saved_[step.what % saved_.size()];
  if (!saved) return;
  world_.wire.say({.text = to_text(step)});
  world_.wire.broker().restore(saved->snapshot);
  world_.wire.forget_all();
  world_.model = saved->model;
}

void Run::take_checkpoint() {
  auto& broker = world_.wire.broker();
  broker.restore(broker.take_snapshot());
  world_.settle();
  world_.wire.forget_all();
  checkpoint_ = std::make_shared<const Checkpoint>(
      Checkpoint{broker.take_snapshot(), broker.now(), broker.wire_now(), broker.faults(),
                 world_.wire.transcript_hash(), world_.model, world_.sendings, world_.sent_commits,
                 world_.step_number, admin_, clients_, saved_});
}

void Run::go_back() {
  const auto& then = *checkpoint_;
  broker::Broker broker(then.snapshot, then.now, then.wire_now);
  broker.faults() = then.faults;
  world_.wire.begin_again(std::move(broker), then.transcript);
  world_.limit_unsent_bytes();
  world_.model = then.model;
  world_.sendings = then.sendings;
  world_.sent_commits = then.sent_commits;
  world_.step_number = then.step_number;
  admin_ = then.admin;
  clients_ = then.clients;
  saved_ = then.saved;
}

void Run::check() {
  auto& findings = world_.findings;
  const auto& broker = world_.wire.broker();
  std::vector<const broker::Cluster*> clusters{&broker.cluster()};
  for (const auto& saved : saved_)
    if (saved) clusters.push_back(&saved->snapshot.cluster());
  if (checkpoint_) {
    clusters.push_back(&checkpoint_->snapshot.cluster());
    for (const auto& saved : checkpoint_->saved)
      if (saved) clusters.push_back(&saved->snapshot.cluster());
  }
  check_memory(clusters, findings);
  const auto due = broker.next_broker_deadline();
  findings.require(!due || *due > broker.now(),
                   "a deadline of broker time has passed and is still set");
  const auto wire_due = broker.next_wire_deadline();
  findings.require(!wire_due || *wire_due > broker.wire_now(),
                   "a deadline of wire time has passed and is still set");
}

}  // namespace dogear::simulation
