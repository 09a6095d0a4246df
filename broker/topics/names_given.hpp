// The names of topics that one request gives, some of them repeatedly.
#pragma once
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "base/hash_order.hpp"

namespace dogear::broker {

// Both in the order of Kafka's hash sets of names, from which those given repeatedly were taken.
struct NamesGiven {
  std::vector<std::string> once;
  std::vector<std::string> repeatedly;
};

// Of topics that have a `name`.
template <class Topics>
NamesGiven names_given(const Topics& topics) {
  NamesGiven names;
  std::map<std::string, int> occurrences;
  for (const auto& topic : topics) {
    const auto count = ++occurrences[topic.name];
    if (count == 1) names.once.push_back(topic.name);
    if (count == 2) names.repeatedly.push_back(topic.name);
  }
  sort_as_hash_set(names.once);
  sort_as_hash_set(names.repeatedly);
  std::erase_if(names.once, [&](const auto& name) { return occurrences.at(name) > 1; });
  return names;
}

}  // namespace dogear::broker
