#include "storage/block_memory.hpp"

#include <iterator>
#include <limits>
#include <new>
#include <sys/mman.h>

namespace dogear::storage {
namespace {

constexpr std::size_t granule = 64 * 1024;

}  // namespace

BlockMemory::~BlockMemory() { unmap_free(std::numeric_limits<std::size_t>::max()); }

std::size_t BlockMemory::rounded(std::size_t size) {
  return (size + granule - 1) / granule * granule;
}

// Null when there is none of this size.
std::uint8_t* BlockMemory::take_free(std::size_t size) {
  const auto found = free_.find(size);
  if (found == free_.end()) return nullptr;
  auto* const bytes = found->second.back();
  found->second.pop_back();
  if (found->second.empty()) free_.erase(found);
  free_bytes_ -= size;
  return bytes;
}

std::uint8_t* BlockMemory::take(std::size_t size) {
  if (auto* const bytes = take_free(size)) return bytes;
  unmap_free(size);  // of other sizes, so that no more is mapped than was ever in use at once
  // All pages at once: cheaper than a page fault for each of them.
  auto* const fresh = mmap(nullptr, size, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  if (fresh == MAP_FAILED) throw std::bad_alloc();
  return static_cast<std::uint8_t*>(fresh);
}

void BlockMemory::give_back(std::uint8_t* bytes, std::size_t size) {
  madvise(bytes, size, MADV_FREE);
  free_[size].push_back(bytes);
  free_bytes_ += size;
}

void BlockMemory::unmap_free(std::size_t at_least) {
  for (std::size_t unmapped = 0; unmapped < at_least && !free_.empty();) {
    const auto largest = std::prev(free_.end())->first;
    munmap(take_free(largest), largest);
    unmapped += largest;
  }
}

}  // namespace dogear::storage
