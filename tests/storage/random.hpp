// Seeded numbers for tests: the same sequence everywhere.
#pragma once
#include <cstdint>
#include <vector>

namespace dogear::storage::testing {

class Rng {
 public:
  explicit Rng(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {  // splitmix64
    auto z = state_ += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
  }
  // 0 … bound - 1
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(next() % bound); }
  std::vector<std::uint8_t> bytes(std::size_t size) {
    std::vector<std::uint8_t> bytes(size);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(next());
    return bytes;
  }

 private:
  std::uint64_t state_;
};

}  // namespace dogear::storage::testing
