#include "link.hpp"

namespace dogear::simulation {
namespace {

constexpr Millis request_timeout{30'000};

}  // namespace

bool Link::ready(NodeId node, std::size_t most_outstanding) {
  const auto id = id_to(node);
  auto& wire = world_->wire;
  if (!wire.is_open(id)) {
    wire.open(id, node);
    wire.set_slow(id, slow_);
  }
  if (wire.outstanding(id) <= most_outstanding) return true;
  give_up_if_late();
  return false;
}

void Link::give_up_if_late() {
  if (!idle() && world_->wire_now() - asked_at_ > request_timeout) hang_up();
}

bool Link::idle() const {
  for (NodeId node = 1; node <= nodes_max; ++node)
    if (world_->wire.outstanding(id_to(node)) > 0) return false;
  return true;
}

void Link::hang_up() {
  for (NodeId node = 1; node <= nodes_max; ++node) world_->wire.hang_up(id_to(node));
  slow_ = false;
}

void Link::set_slow(bool slow) {
  slow_ = slow;
  for (NodeId node = 1; node <= nodes_max; ++node) world_->wire.set_slow(id_to(node), slow);
}

void Link::read_later() { set_slow(true); }

void Link::catch_up() {
  set_slow(false);
  world_->wire.deliver();
}

void Link::read_half() {
  for (NodeId node = 1; node <= nodes_max; ++node)
    world_->wire.read(id_to(node), (world_->wire.outstanding(id_to(node)) + 1) / 2);
}

}  // namespace dogear::simulation
