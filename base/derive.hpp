// Ids are not random but derived: hashes of the seed and of what the id belongs to. The same inputs
// therefore give the same ids, and an additional request does not change the ids of others.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "base/uuid.hpp"

namespace dogear {

struct Seed {
  std::uint64_t value = 0;
};

// 64 well-mixed bits of everything given. `kind` keeps ids of different things apart.
std::uint64_t derive_bits(Seed seed, std::string_view kind,
                          std::initializer_list<std::string_view> of, std::uint64_t ordinal = 0);

// A version 4 UUID, never one that Kafka reserves (zero and one) nor one whose text starts with
// '-'.
Uuid derive_uuid(Seed seed, std::string_view kind, std::initializer_list<std::string_view> of,
                 std::uint64_t ordinal = 0);

}  // namespace dogear
