// The orders in which java.util's hash tables name things. Clients see them in Kafka's answers, and
// for the same names they are always the same: so they are here.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace dogear::coordinator {

// Of a java.util.HashMap into which `keys` keys were put: the bucket of one with this hash. Keys of
// one bucket come as they were put in.
std::uint32_t hash_map_bucket(std::int32_t hash, std::size_t keys);

// Groups as Kafka takes them up when it is asked for several at once: those of one partition of the
// offsets topic together, and so of one coordinator.
std::vector<std::vector<std::string>> by_coordinator(const std::vector<std::string>& groups,
                                                     std::int32_t partitions);

// Names as a java.util.HashSet made of them has them.
void sort_as_hash_set(std::vector<std::string>& names);

}  // namespace dogear::coordinator
