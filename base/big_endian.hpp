// Numbers in network byte order, as Kafka's wire format and record batches hold them.
#pragma once
#include <bit>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace dogear {

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

}  // namespace dogear
