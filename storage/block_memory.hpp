// Memory for large arena blocks, kept for the next one when a block is given back.
//
// Fresh memory is dear: the machine clears it and maps it page by page, which takes longer than all
// else that a large produce does. So what is given back stays mapped, and is used first. Its pages
// are the machine's to take whenever it is short of memory.
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
  // What `size` bytes really take: few different sizes are more often of use again.
  static std::size_t rounded(std::size_t size);

  // REQUIRES: a rounded size.
  std::uint8_t* take(std::size_t size);
  void give_back(std::uint8_t* bytes, std::size_t size);
  // Mapped, but in nobody's use.
  std::size_t free_bytes() const { return free_bytes_; }

 private:
  std::uint8_t* take_free(std::size_t size);
  void unmap_free(std::size_t at_least);

  std::map<std::size_t, std::vector<std::uint8_t*>> free_;  // by size
  std::size_t free_bytes_ = 0;
};

}  // namespace dogear::storage
