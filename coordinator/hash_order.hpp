// The iteration orders of java.util's hash tables. Clients see these orders in Kafka's answers, and
// for the same keys they are always the same, so Dogear reproduces them.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace dogear::coordinator {

// The bucket of a key with this hash in a java.util.HashMap of `keys` keys. A map is iterated
// bucket by bucket; keys of one bucket come in the order in which they were put in.
std::uint32_t hash_map_bucket(std::int32_t hash, std::size_t keys);

// Groups in the order in which Kafka handles several in one request: those that belong to the same
// partition of the offsets topic, and so to the same coordinator, together.
std::vector<std::vector<std::string>> by_coordinator(const std::vector<std::string>& groups,
                                                     std::int32_t partitions);

// Sorts names into the order of a java.util.HashSet of them: one that has grown name by name, or
// one made as the copy of another collection, which has room for one name more.
enum class HashSet { grown, copied };
void sort_as_hash_set(std::vector<std::string>& names, HashSet made = HashSet::grown);

}  // namespace dogear::coordinator
