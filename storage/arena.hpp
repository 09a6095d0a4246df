// Append-only blocks of memory in which logs keep their batches, shared by a log, its copies and
// its readers.
//
// Bytes that have been handed out never change and never move; a block lives for as long as
// anything refers to it. A MemoryAccount counts what all blocks take, and refuses more than its
// limit.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "base/slice.hpp"
#include "storage/block_memory.hpp"

namespace dogear::storage {

class MemoryAccount {
 public:
  explicit MemoryAccount(std::size_t limit_bytes) : limit_(limit_bytes) {}

  std::size_t limit() const { return limit_; }
  std::size_t used() const { return used_; }
  void set_limit(std::size_t bytes) { limit_ = bytes; }

  // False, and nothing taken, when that would exceed the limit.
  bool take(std::size_t bytes) {
    if (used_ > limit_ || bytes > limit_ - used_) {
      refused_ = true;
      return false;
    }
    used_ += bytes;
    return true;
  }
  // Without regard to the limit: for compaction, which uses less memory when it is done.
  void take_anyway(std::size_t bytes) { used_ += bytes; }
  void give_back(std::size_t bytes) {
    used_ -= bytes;
    refusal_told_ = false;
  }

  // Whether it has refused since this was last asked, but true only once until memory is given
  // back: so a full broker is reported once, not for every request.
  bool take_refusal() {
    const auto refused = std::exchange(refused_, false) && !refusal_told_;
    refusal_told_ |= refused;
    return refused;
  }

  BlockMemory& large_blocks() { return large_blocks_; }

 private:
  std::size_t limit_;
  std::size_t used_ = 0;
  bool refused_ = false;
  bool refusal_told_ = false;
  BlockMemory large_blocks_;
};

// One block. Its owner writes forward; readers hold the block and a range of what is written.
class ArenaBlock {
 public:
  // Null when the account refuses.
  static std::shared_ptr<ArenaBlock> open(std::shared_ptr<MemoryAccount> account,
                                          std::size_t capacity);
  static std::shared_ptr<ArenaBlock> open_anyway(std::shared_ptr<MemoryAccount> account,
                                                 std::size_t capacity);
  ~ArenaBlock();
  ArenaBlock(const ArenaBlock&) = delete;
  ArenaBlock& operator=(const ArenaBlock&) = delete;

  std::size_t capacity() const { return capacity_; }
  std::size_t used() const { return used_; }
  std::size_t room() const { return capacity_ - used_; }
  const std::uint8_t* data() const { return bytes_; }
  // The next `size` bytes, to be written before anyone reads them. REQUIRES: room() >= size.
  std::uint8_t* extend(std::size_t size);

 private:
  ArenaBlock(std::shared_ptr<MemoryAccount> account, std::size_t capacity);
  bool is_large() const { return capacity_ >= BlockMemory::least_size; }

  std::shared_ptr<MemoryAccount> account_;
  std::uint8_t* bytes_;
  const std::size_t capacity_;
  std::size_t used_ = 0;
};

// Where a log appends: its open block, or a new one. A copy opens a block of its own, so that the
// original and the copy of a log never write to the same block.
class ArenaTail {
 public:
  static constexpr std::size_t first_block = 4 * 1024;
  static constexpr std::size_t largest_block = 1024 * 1024;

  explicit ArenaTail(std::shared_ptr<MemoryAccount> account) : account_(std::move(account)) {}
  ArenaTail(const ArenaTail& other) : account_(other.account_) {}
  ArenaTail& operator=(const ArenaTail& other);
  ArenaTail(ArenaTail&&) = default;
  ArenaTail& operator=(ArenaTail&&) = default;
  ~ArenaTail() = default;

  // A block with room for `size` more bytes, or null when the account refuses.
  std::shared_ptr<ArenaBlock> block_for(std::size_t size);
  // The same for compaction, which the account never refuses, because it frees memory in the end.
  std::shared_ptr<ArenaBlock> block_for_cleaning(std::size_t size);
  // Nothing more is written to the open block; the next one is small again.
  void close() { *this = ArenaTail(account_); }
  // Null when nothing is open.
  const ArenaBlock* open_block() const { return open_.get(); }
  const std::shared_ptr<MemoryAccount>& account() const { return account_; }

 private:
  using Open = std::shared_ptr<ArenaBlock> (*)(std::shared_ptr<MemoryAccount>, std::size_t);
  std::shared_ptr<ArenaBlock> block_for(std::size_t size, Open open);

  std::shared_ptr<MemoryAccount> account_;
  std::shared_ptr<ArenaBlock> open_;
  std::size_t next_block_ = first_block;
};

}  // namespace dogear::storage
