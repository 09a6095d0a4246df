// Big-endian numbers and zigzag varints, as record batches hold them.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/big_endian.hpp"
#include "base/slice.hpp"

namespace dogear::storage {

using dogear::load_big_endian;
using dogear::store_big_endian;

inline std::uint32_t zigzag(std::int32_t value) {
  return (static_cast<std::uint32_t>(value) << 1) ^ static_cast<std::uint32_t>(value >> 31);
}
inline std::uint64_t zigzag(std::int64_t value) {
  return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}
inline std::int32_t unzigzag(std::uint32_t raw) {
  return static_cast<std::int32_t>((raw >> 1) ^ (0U - (raw & 1)));
}
inline std::int64_t unzigzag(std::uint64_t raw) {
  return static_cast<std::int64_t>((raw >> 1) ^ (std::uint64_t{0} - (raw & 1)));
}

template <class Unsigned>
std::size_t unsigned_varint_size(Unsigned value) {
  std::size_t size = 1;
  while (value >= 0x80) {
    value >>= 7;
    ++size;
  }
  return size;
}
template <class Int>
std::size_t varint_size(Int value) {
  return unsigned_varint_size(zigzag(value));
}

template <class Int>
void append_varint(std::vector<std::uint8_t>& to, Int number) {
  auto value = zigzag(number);
  while (value >= 0x80) {
    to.push_back(static_cast<std::uint8_t>(value | 0x80));
    value >>= 7;
  }
  to.push_back(static_cast<std::uint8_t>(value));
}

inline void append_bytes(std::vector<std::uint8_t>& to, ByteSpan bytes) {
  to.insert(to.end(), bytes.begin(), bytes.end());
}

}  // namespace dogear::storage
