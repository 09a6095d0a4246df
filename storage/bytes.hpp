// Big-endian numbers and zigzag varints, as record batches hold them.
#pragma once
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <vector>

#include "base/slice.hpp"

namespace dogear::storage {

namespace detail {
inline std::uint8_t swap_bytes(std::uint8_t value) { return value; }
inline std::uint16_t swap_bytes(std::uint16_t value) { return __builtin_bswap16(value); }
inline std::uint32_t swap_bytes(std::uint32_t value) { return __builtin_bswap32(value); }
inline std::uint64_t swap_bytes(std::uint64_t value) { return __builtin_bswap64(value); }
}  // namespace detail

template <class Int>
Int load_big_endian(const std::uint8_t* from) {
  std::make_unsigned_t<Int> value;
  std::memcpy(&value, from, sizeof value);
  if constexpr (std::endian::native == std::endian::little) value = detail::swap_bytes(value);
  return static_cast<Int>(value);
}

template <class Int>
void store_big_endian(std::uint8_t* to, Int number) {
  auto value = static_cast<std::make_unsigned_t<Int>>(number);
  if constexpr (std::endian::native == std::endian::little) value = detail::swap_bytes(value);
  std::memcpy(to, &value, sizeof value);
}

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
