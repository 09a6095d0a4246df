// A client's connections for one purpose, one to each node: opened when they are needed, closed
// when an answer takes too long.
#pragma once
#include <string>
#include <utility>

#include "world.hpp"

namespace dogear::simulation {

// A client has a connection for each purpose, so that a request that waits does not delay others.
enum class Purpose : std::uint8_t { producing, fetching, group, administration };

// The versions of the APIs that a client uses.
struct Versions {
  protocol::Version produce, fetch, join_group, sync_group, heartbeat, leave_group, offset_commit,
      offset_fetch;
};

class Link {
 public:
  Link(World& world, std::size_t client, Purpose purpose, std::string client_id)
      : world_(&world),
        first_id_(1 + client * 16 + static_cast<std::size_t>(purpose) * 4),
        client_id_(std::move(client_id)) {}

  // Whether a request may be sent to that node now.
  bool ready(NodeId node, std::size_t most_outstanding);
  bool idle() const;
  // Hangs up if an answer has not come for 30 seconds.
  void give_up_if_late();
  void hang_up();
  // Answers stay unread until it catches up.
  void read_later();
  void catch_up();
  void read_half();

  template <class Response, class Request, class Heard>
  void ask(NodeId node, const Request& request, protocol::Version version, Heard heard,
           Overdue overdue = nullptr, Answers answers = Answers::one) {
    asked_at_ = world_->wire_now();
    world_->wire.template ask<Response>(id_to(node), client_id_, request, version,
                                        std::function<void(const Response&)>(std::move(heard)),
                                        std::move(overdue), answers);
    world_->settle();
  }

 private:
  static constexpr NodeId nodes_max = 3;
  ConnectionId id_to(NodeId node) const { return first_id_ + static_cast<ConnectionId>(node) - 1; }

  void set_slow(bool slow);

  World* world_;
  ConnectionId first_id_;
  std::string client_id_;
  WireTime asked_at_{};
  bool slow_ = false;
};

}  // namespace dogear::simulation
