// CRC-32C (Castagnoli), as record batches carry it.
#pragma once
#include <cstdint>

#include "base/slice.hpp"

namespace dogear::storage {

// The checksum of `bytes`; `crc` continues an earlier one, so that crc32c(b, crc32c(a)) is that of
// a+b.
std::uint32_t crc32c(ByteSpan bytes, std::uint32_t crc = 0);

// The same without the CPU's instruction: what machines without one use.
std::uint32_t crc32c_by_table(ByteSpan bytes, std::uint32_t crc = 0);

}  // namespace dogear::storage
