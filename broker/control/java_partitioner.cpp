#include "broker/control/java_partitioner.hpp"

namespace dogear::broker::control {
namespace {

constexpr std::uint32_t seed = 0x9747b28c;
constexpr std::uint32_t factor = 0x5bd1e995;
constexpr int shift = 24;

std::uint32_t load_little_endian(const std::uint8_t* bytes, std::size_t count) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < count; ++i) number |= std::uint32_t{bytes[i]} << (8 * i);
  return number;
}

}  // namespace

std::int32_t murmur2(ByteSpan bytes) {
  constexpr std::size_t step = 4;
  auto hash = seed ^ static_cast<std::uint32_t>(bytes.size());
  for (; bytes.size() >= step; bytes = bytes.subspan(step)) {
    auto part = load_little_endian(bytes.data(), step) * factor;
    part ^= part >> shift;
    hash = (hash * factor) ^ (part * factor);
  }
  if (!bytes.empty()) hash = (hash ^ load_little_endian(bytes.data(), bytes.size())) * factor;
  hash ^= hash >> 13;
  hash *= factor;
  hash ^= hash >> 15;
  return static_cast<std::int32_t>(hash);
}

PartitionIndex partition_for_key(ByteSpan key, std::int32_t partitions) {
  return (murmur2(key) & 0x7fffffff) % partitions;
}

}  // namespace dogear::broker::control
