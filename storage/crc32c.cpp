#include "storage/crc32c.hpp"

#include <array>

namespace dogear::storage {
namespace {

constexpr auto table = [] {
  std::array<std::uint32_t, 256> entries{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    auto value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ (value & 1 ? 0x82f63b78U : 0);
    entries[i] = value;
  }
  return entries;
}();

}  // namespace

std::uint32_t crc32c(ByteSpan bytes, std::uint32_t crc) {
  crc = ~crc;
  for (const auto byte : bytes) crc = table[(crc ^ byte) & 0xff] ^ (crc >> 8);
  return ~crc;
}

}  // namespace dogear::storage
