// Three ways to the same sum: the CPU's own CRC-32C instruction where there is one, else a table.
#include "storage/crc32c.hpp"

#include <array>
#include <cstring>

#if defined(__x86_64__)
#include <nmmintrin.h>
#elif defined(__ARM_FEATURE_CRC32)
#include <arm_acle.h>
#endif

namespace dogear::storage {
namespace {

constexpr std::uint32_t polynomial = 0x82f63b78U;  // Castagnoli, bit-reversed

constexpr auto table = [] {
  std::array<std::uint32_t, 256> entries{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    auto value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ (value & 1 ? polynomial : 0);
    entries[i] = value;
  }
  return entries;
}();

std::uint32_t by_table(const std::uint8_t* data, std::size_t size, std::uint32_t crc) {
  for (std::size_t i = 0; i < size; ++i) crc = table[(crc ^ data[i]) & 0xff] ^ (crc >> 8);
  return crc;
}

#if defined(__x86_64__)

// The instruction answers after three cycles but may start every cycle: three independent lanes
// keep it busy. `shifts` moves a lane's sum past the bytes of one later lane.
constexpr std::size_t lane = 1024;

constexpr auto shifts = [] {
  // The sum of a byte placed before `lane` zero bytes, for each byte of a 32-bit sum.
  std::array<std::array<std::uint32_t, 256>, 4> tables{};
  std::array<std::uint32_t, 32> basis{};
  for (std::uint32_t bit = 0; bit < 32; ++bit) {
    std::uint32_t value = 1U << bit;
    for (std::size_t i = 0; i < lane; ++i) value = table[value & 0xff] ^ (value >> 8);
    basis[bit] = value;
  }
  for (std::uint32_t which = 0; which < 4; ++which)
    for (std::uint32_t byte = 0; byte < 256; ++byte)
      for (std::uint32_t bit = 0; bit < 8; ++bit)
        if (byte >> bit & 1) tables[which][byte] ^= basis[which * 8 + bit];
  return tables;
}();

std::uint32_t past_one_lane(std::uint32_t crc) {
  return shifts[0][crc & 0xff] ^ shifts[1][crc >> 8 & 0xff] ^ shifts[2][crc >> 16 & 0xff] ^
         shifts[3][crc >> 24];
}

std::uint64_t word_at(const std::uint8_t* data) {
  std::uint64_t word;
  std::memcpy(&word, data, sizeof word);
  return word;
}

__attribute__((target("sse4.2"))) std::uint32_t by_instruction(const std::uint8_t* data,
                                                               std::size_t size,
                                                               std::uint32_t crc) {
  for (; size >= 3 * lane; size -= 3 * lane, data += 3 * lane) {
    std::uint64_t a = crc, b = 0, c = 0;
    for (std::size_t i = 0; i < lane; i += 8) {
      a = _mm_crc32_u64(a, word_at(data + i));
      b = _mm_crc32_u64(b, word_at(data + lane + i));
      c = _mm_crc32_u64(c, word_at(data + 2 * lane + i));
    }
    const auto ab = past_one_lane(static_cast<std::uint32_t>(a)) ^ static_cast<std::uint32_t>(b);
    crc = past_one_lane(ab) ^ static_cast<std::uint32_t>(c);
  }
  std::uint64_t rest = crc;
  for (; size >= 8; size -= 8, data += 8) rest = _mm_crc32_u64(rest, word_at(data));
  crc = static_cast<std::uint32_t>(rest);
  for (; size > 0; --size, ++data) crc = _mm_crc32_u8(crc, *data);
  return crc;
}

bool has_instruction() {
  static const bool has = __builtin_cpu_supports("sse4.2");
  return has;
}

#elif defined(__ARM_FEATURE_CRC32)

std::uint32_t by_instruction(const std::uint8_t* data, std::size_t size, std::uint32_t crc) {
  for (; size >= 8; size -= 8, data += 8) {
    std::uint64_t word;
    std::memcpy(&word, data, sizeof word);
    crc = __crc32cd(crc, word);
  }
  for (; size > 0; --size, ++data) crc = __crc32cb(crc, *data);
  return crc;
}

constexpr bool has_instruction() { return true; }

#else

std::uint32_t by_instruction(const std::uint8_t* data, std::size_t size, std::uint32_t crc) {
  return by_table(data, size, crc);
}

constexpr bool has_instruction() { return false; }

#endif

}  // namespace

std::uint32_t crc32c(ByteSpan bytes, std::uint32_t crc) {
  if (!has_instruction()) return crc32c_by_table(bytes, crc);
  return ~by_instruction(bytes.data(), bytes.size(), ~crc);
}

std::uint32_t crc32c_by_table(ByteSpan bytes, std::uint32_t crc) {
  return ~by_table(bytes.data(), bytes.size(), ~crc);
}

}  // namespace dogear::storage
