#include "memory_check.hpp"

#include <algorithm>

namespace dogear::simulation {
namespace {

using storage::ArenaBlock;
using Blocks = std::vector<const ArenaBlock*>;

void add_blocks(const storage::PartitionLog& log, Blocks& blocks) {
  if (const auto* open = log.open_block()) blocks.push_back(open);
  for (const auto& segment : log.segments())
    for (const auto& chunk : segment->chunks()) blocks.push_back(&chunk->block());
}

}  // namespace

void check_memory(const std::vector<const broker::Cluster*>& clusters, Findings& findings) {
  Blocks blocks;
  for (const auto* cluster : clusters)
    for (const auto& [name, topic] : cluster->topics.by_name())
      for (const auto& partition : topic->partitions) add_blocks(*partition.log, blocks);
  std::sort(blocks.begin(), blocks.end());
  blocks.erase(std::unique(blocks.begin(), blocks.end()), blocks.end());
  std::size_t held = 0;
  for (const auto* block : blocks) held += block->capacity();
  const auto used = clusters.front()->memory->used();
  findings.require(used == held, "{} bytes are accounted for, and logs hold {}", used, held);
}

}  // namespace dogear::simulation
