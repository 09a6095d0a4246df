// Version ranges, and what an API is on the wire.
#pragma once
#include <algorithm>
#include <cstdint>
#include <limits>

namespace dogear::protocol {

using Version = std::int16_t;

struct Versions {
  Version first = 0;
  Version last = std::numeric_limits<Version>::max();

  constexpr bool contain(Version version) const { return first <= version && version <= last; }
  constexpr bool empty() const { return first > last; }
  friend constexpr bool operator==(const Versions&, const Versions&) = default;
};

inline constexpr Versions always{};
constexpr Versions since(Version first) { return {.first = first}; }
constexpr Versions until(Version last) { return {.last = last}; }
constexpr Versions only(Version version) { return {version, version}; }
constexpr Versions between(Version first, Version last) { return {first, last}; }
constexpr Versions intersect(Versions a, Versions b) {
  return {std::max(a.first, b.first), std::min(a.last, b.last)};
}

using ApiKey = std::int16_t;

struct Api {
  ApiKey key = -1;
  const char* name = "";
  Versions versions;  // those that Kafka 4.3.1 accepts
  Version flexible_since =
      std::numeric_limits<Version>::max();  // compact lengths and tagged fields (KIP-482)

  constexpr bool flexible(Version version) const { return version >= flexible_since; }
};

}  // namespace dogear::protocol
