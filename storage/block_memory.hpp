// Memory for large arena blocks. What is given back is kept, and used first for the next block.
//
// Fresh memory is slow: the kernel clears it and maps it page by page, which takes longer than
// everything else in a large produce. So blocks that are given back stay mapped. The kernel may
// still take their pages whenever it is short of memory.
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace dogear::storage {

class BlockMemory {
 public:
  BlockMemory() = default;
  BlockMemory(const BlockMemory&) = delete;
  BlockMemory& operator=(const BlockMemory&) = delete;
  // REQUIRES: all that was taken has been given back.
  ~BlockMemory();

  // Smaller blocks are better served by the allocator.
  static constexpr std::size_t least_size = 256 * 1024;
  // The size of a block for `size` bytes. Rounding leaves few different sizes, so that a free block
  // fits the next request more often.
  static std::size_t rounded(std::size_t size);

  // REQUIRES: a rounded size.
  std::uint8_t* take(std::size_t size);
  void give_back(std::uint8_t* bytes, std::size_t size);
  // Mapped, but not in use.
  std::size_t free_bytes() const { return free_bytes_; }

 private:
  std::uint8_t* take_free(std::size_t size);
  void unmap_free(std::size_t at_least);

  std::map<std::size_t, std::vector<std::uint8_t*>> free_;  // by size
  std::size_t free_bytes_ = 0;
};

}  // namespace dogear::storage
