// The ids of idempotent producers. As by Kafka's controller, each node is given blocks of 1000, and
// uses up a block one by one.
#pragma once
#include <map>

#include "base/ids.hpp"

namespace dogear::broker {

class ProducerIds {
 public:
  ProducerId next(NodeId node) {
    auto& block = blocks_[node];
    if (block.next == block.end) {
      block = {next_block_, next_block_ + block_size};
      next_block_ += block_size;
    }
    return block.next++;
  }

 private:
  static constexpr ProducerId block_size = 1000;
  struct Block {
    ProducerId next = 0;
    ProducerId end = 0;
  };

  std::map<NodeId, Block> blocks_;
  ProducerId next_block_ = 0;
};

}  // namespace dogear::broker
