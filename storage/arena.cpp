#include "storage/arena.hpp"

#include <algorithm>
#include <cassert>

namespace dogear::storage {

ArenaBlock::ArenaBlock(std::shared_ptr<MemoryAccount> account, std::size_t capacity)
    : account_(std::move(account)),
      bytes_(std::make_unique_for_overwrite<std::uint8_t[]>(capacity)),
      capacity_(capacity) {}

ArenaBlock::~ArenaBlock() { account_->give_back(capacity_); }

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
  auto* const at = bytes_.get() + used_;
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
  // A block that could not hold two such batches is made to measure, so that little is left over.
  const auto capacity = size * 2 > next_block_ ? size : next_block_;
  auto block = open(account_, capacity);
  if (!block) return nullptr;
  next_block_ = std::min(next_block_ * 2, largest_block);
  open_ = std::move(block);
  return open_;
}

}  // namespace dogear::storage
