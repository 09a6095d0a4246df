// A list of at most so many items, which it holds itself: for tables that are made while the
// program is compiled.
#pragma once
#include <array>
#include <cstddef>

namespace dogear {

template <typename T, std::size_t most>
class FixedList {
 public:
  constexpr void push_back(const T& item) { items_[size_++] = item; }

  constexpr const T* begin() const { return items_.data(); }
  constexpr const T* end() const { return items_.data() + size_; }
  constexpr std::size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }
  constexpr const T& front() const { return items_[0]; }
  constexpr const T& operator[](std::size_t at) const { return items_[at]; }

 private:
  std::array<T, most> items_{};
  std::size_t size_ = 0;
};

}  // namespace dogear
