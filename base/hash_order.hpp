// The orders in which Java's hash tables are iterated. Clients see these orders in Kafka's answers,
// and for the same keys they are always the same, so Dogear reproduces them.
//
// A table is iterated bucket by bucket; keys of one bucket come in the order in which they were put
// in.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"

namespace dogear {

// How a table was made decides how many buckets it has.
enum class HashTable {
  // Key by key: java.util.HashMap and HashSet.
  grown,
  // With room for its keys: HashMap.newHashMap().
  made_to_measure,
  // With room for one key more: a HashSet that is a copy, ConcurrentHashMap, Scala's HashMap.
  with_spare_room,
};

// How many buckets a table of so many keys has.
std::size_t buckets_of(HashTable made, std::size_t keys);

// Where a key with this hash lies in a table of so many keys.
std::uint32_t hash_bucket(std::int32_t hash, HashTable made, std::size_t keys);

// The places of keys with these hashes, put in one after the other, in a table of so many buckets.
std::vector<std::size_t> places_in_buckets(const std::vector<std::int32_t>& hashes,
                                           std::size_t buckets);

// Sorts rows, which come in the order in which they were put in, into that of a table of so many
// buckets.
template <class Row, class HashOf>
void sort_into_buckets(std::vector<Row>& rows, std::size_t buckets, HashOf hash_of) {
  std::vector<std::int32_t> hashes;
  for (const auto& row : rows) hashes.push_back(hash_of(row));
  std::vector<Row> sorted;
  sorted.reserve(rows.size());
  for (const auto place : places_in_buckets(hashes, buckets))
    sorted.push_back(std::move(rows[place]));
  rows = std::move(sorted);
}

// Sorts rows, each of which has one of the keys of a table, into the order of that table.
template <class Row, class HashOf>
void sort_by_bucket(std::vector<Row>& rows, HashTable made, std::size_t keys, HashOf hash_of) {
  sort_into_buckets(rows, buckets_of(made, keys), hash_of);
}

// The places of keys with these hashes in a HashMap that was filled by compute() or
// computeIfAbsent(), key by key. These put the latest of a bucket first, and let the table grow
// only when they are called again: with the last call it has the size for the keys that were there
// before.
std::vector<std::size_t> computed_order(const std::vector<std::int32_t>& hashes,
                                        std::size_t keys_before_last_call);

// Sorts names into the order of a set of them.
void sort_as_hash_set(std::vector<std::string>& names, HashTable made = HashTable::grown);

// hashCode() of org.apache.kafka.common.TopicPartition.
std::int32_t partition_hash(std::string_view topic, PartitionIndex partition);

}  // namespace dogear
