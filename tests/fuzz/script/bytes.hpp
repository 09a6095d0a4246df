// Makes choices by reading a script byte by byte. At its end every further byte is 0.
#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>

#include "base/slice.hpp"

namespace dogear::fuzz {

class Bytes {
 public:
  explicit Bytes(ByteSpan bytes) : rest_(bytes) {}

  bool empty() const { return rest_.empty(); }
  std::uint8_t byte() {
    if (rest_.empty()) return 0;
    const auto first = rest_.front();
    rest_ = rest_.subspan(1);
    return first;
  }
  std::uint64_t number(std::size_t bytes) {
    std::uint64_t value = 0;
    while (bytes-- > 0) value = value << 8 | byte();
    return value;
  }
  std::size_t below(std::size_t bound) { return byte() % bound; }
  bool flag() { return (byte() & 1) != 0; }
  template <class T, std::size_t Size>
  const T& pick(const std::array<T, Size>& from) {
    return from[below(Size)];
  }
  template <class T>
  const T& pick(std::span<const T> from) {
    return from[below(from.size())];
  }
  template <class T>
  T pick(std::initializer_list<T> from) {
    return *(from.begin() + below(from.size()));
  }
  ByteSpan take(std::size_t count) {
    const auto head = rest_.first(std::min(count, rest_.size()));
    rest_ = rest_.subspan(head.size());
    return head;
  }

 private:
  ByteSpan rest_;
};

}  // namespace dogear::fuzz
