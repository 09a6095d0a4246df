#include "base/derive.hpp"

namespace dogear {
namespace {

// The finalizer of splitmix64: every input bit changes half of the output bits.
constexpr std::uint64_t mix(std::uint64_t bits) {
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9ULL;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebULL;
  return bits ^ (bits >> 31);
}

std::uint64_t absorb(std::uint64_t state, std::string_view text) {
  for (const auto c : text) state = (state ^ static_cast<std::uint8_t>(c)) * 0x100000001b3ULL;
  return mix(state ^ text.size());  // the length keeps ("a", "bc") and ("ab", "c") apart
}

}  // namespace

std::uint64_t derive_bits(Seed seed, std::string_view kind,
                          std::initializer_list<std::string_view> of, std::uint64_t ordinal) {
  auto state = absorb(mix(seed.value + 0x9e3779b97f4a7c15ULL), kind);
  for (const auto text : of) state = absorb(state, text);
  return mix(state + ordinal * 0x9e3779b97f4a7c15ULL);
}

Uuid derive_uuid(Seed seed, std::string_view kind, std::initializer_list<std::string_view> of,
                 std::uint64_t ordinal) {
  const auto high = derive_bits(seed, kind, of, ordinal);
  const std::uint64_t halves[2] = {high, mix(high ^ 0xd6e8feb86659fd93ULL)};
  Uuid id;
  for (std::size_t i = 0; i < id.bytes.size(); ++i)
    id.bytes[i] = static_cast<std::uint8_t>(halves[i / 8] >> (8 * (i % 8)));
  id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0f) | 0x40);
  id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3f) | 0x80);
  if (id.bytes[0] >> 2 == 62) id.bytes[0] ^= 0x80;  // 62 would print as '-'
  return id;
}

}  // namespace dogear
