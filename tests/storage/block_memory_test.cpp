#include "storage/block_memory.hpp"

#include <gtest/gtest.h>

#include "storage/arena.hpp"

namespace dogear::storage {
namespace {

TEST(BlockMemory, UsesAgainWhatWasGivenBack) {
  BlockMemory memory;
  const auto size = BlockMemory::rounded(300'000);
  auto* const first = memory.take(size);
  first[0] = 1;
  first[size - 1] = 2;
  memory.give_back(first, size);
  auto* const second = memory.take(size);
  EXPECT_EQ(second, first);
  memory.give_back(second, size);
}

TEST(BlockMemory, HoldsNoMoreThanWasInUseAtOnce) {
  BlockMemory memory;
  const auto size = BlockMemory::least_size;
  memory.give_back(memory.take(2 * size), 2 * size);
  EXPECT_EQ(memory.free_bytes(), 2 * size);
  auto* const other = memory.take(size);
  EXPECT_EQ(memory.free_bytes(), 0U);
  memory.give_back(other, size);
  EXPECT_EQ(memory.free_bytes(), size);
}

TEST(BlockMemory, ForABlockOfAnotherSizeUnmapsNoMoreThanItNeeds) {
  BlockMemory memory;
  const auto size = BlockMemory::least_size;
  std::uint8_t* const blocks[] = {memory.take(2 * size), memory.take(2 * size),
                                  memory.take(2 * size)};
  for (auto* const block : blocks) memory.give_back(block, 2 * size);
  auto* const larger = memory.take(4 * size);
  EXPECT_EQ(memory.free_bytes(), 2 * size);
  memory.give_back(larger, 4 * size);
}

TEST(BlockMemory, OutlivesTheAccountsOwnerWhileABlockIsRead) {
  auto account = std::make_shared<MemoryAccount>(BlockMemory::least_size);
  auto block = ArenaBlock::open(account, BlockMemory::least_size);
  EXPECT_EQ(ArenaBlock::open(account, 1), nullptr);
  account.reset();
  block->extend(1)[0] = 7;
  EXPECT_EQ(block->data()[0], 7);
}

TEST(ArenaTail, GivesALongBatchABlockOfItsSizeRoundedOnlyIfItIsLarge) {
  const auto account = std::make_shared<MemoryAccount>(10 * BlockMemory::least_size);
  const auto capacity_for = [&](std::size_t size) {
    return ArenaTail(account).block_for(size)->capacity();
  };
  constexpr auto small = ArenaTail::first_block + 1;
  EXPECT_EQ(capacity_for(small), small);
  constexpr auto large = BlockMemory::least_size + 1;
  EXPECT_EQ(capacity_for(large), BlockMemory::rounded(large));
  EXPECT_EQ(account->used(), 0U);
}

TEST(ArenaTail, DoublesItsBlocksUpToTheLargest) {
  const auto account = std::make_shared<MemoryAccount>(10 * ArenaTail::largest_block);
  ArenaTail tail(account);
  for (auto size = ArenaTail::first_block; size < ArenaTail::largest_block; size *= 2) {
    const auto block = tail.block_for(1);
    EXPECT_EQ(block->capacity(), size);
    block->extend(block->room());
  }
  for (int i = 0; i < 2; ++i) {
    const auto block = tail.block_for(1);
    EXPECT_EQ(block->capacity(), ArenaTail::largest_block);
    block->extend(block->room());
  }
}

}  // namespace
}  // namespace dogear::storage
