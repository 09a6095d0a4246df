#include "storage/arena.hpp"

#include <algorithm>
#include <cassert>

#include "base/seeded_bug.hpp"

namespace dogear::storage {
namespace {

std::size_t made_to_measure(std::size_t size) {
  return size < BlockMemory::least_size ? size : BlockMemory::rounded(size);
}

}  // namespace

ArenaBlock::ArenaBlock(std::shared_ptr<MemoryAccount> account, std::size_t capacity)
    : account_(std::move(account)), capacity_(capacity) {
  bytes_ = is_large() ? account_->large_blocks().take(capacity) : new std::uint8_t[capacity];
}

ArenaBlock::~ArenaBlock() {
  if (is_large())
    account_->large_blocks().give_back(bytes_, capacity_);
  else
    delete[] bytes_;
  if (!seeded_bug(Bug::memory_not_returned)) account_->give_back(capacity_);
}

std::shared_ptr<ArenaBlock> ArenaBlock::open(std::shared_ptr<MemoryAccount> account,
                                             std::size_t capacity) {
  if (!account->take(capacity)) return nullptr;
  return std::shared_ptr<ArenaBlock>(new ArenaBlock(std::move(account), capacity));
}

std::shared_ptr<ArenaBlock> ArenaBlock::open_anyway(std::shared_ptr<MemoryAccount> account,
                                                    std::size_t capacity) {
  account->take_anyway(capacity);
  return std::shared_ptr<ArenaBlock>(new ArenaBlock(std::move(account), capacity));
}

std::uint8_t* ArenaBlock::extend(std::size_t size) {
  assert(size <= room());
  auto* const at = bytes_ + used_;
  used_ += size;
  return at;
}

ArenaTail& ArenaTail::operator=(const ArenaTail& other) {
  if (this != &other) *this = ArenaTail(other);
  return *this;
}

std::shared_ptr<ArenaBlock> ArenaTail::block_for(std::size_t size) {
  return block_for(size, &ArenaBlock::open);
}

std::shared_ptr<ArenaBlock> ArenaTail::block_for_cleaning(std::size_t size) {
  return block_for(size, &ArenaBlock::open_anyway);
}

std::shared_ptr<ArenaBlock> ArenaTail::block_for(std::size_t size, Open open) {
  if (open_ && open_->room() >= size) return open_;
  // A batch of which the next block could not hold two gets a block of its own size, so that little
  // is left over.
  const auto capacity = size * 2 > next_block_ ? made_to_measure(size) : next_block_;
  auto block = open(account_, capacity);
  if (!block) return nullptr;
  next_block_ = std::min(next_block_ * 2, largest_block);
  open_ = std::move(block);
  return open_;
}

}  // namespace dogear::storage
