// Kafka's consumer protocol, version 0: what members subscribe to and what they are assigned.
#pragma once
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "base/slice.hpp"

namespace dogear::simulation {

Slice subscription_to(const std::vector<std::string>& topics);

// REQUIRES: partitions of a topic stand side by side.
Slice assignment_of(const std::vector<TopicPartition>& partitions);
std::vector<TopicPartition> partitions_in(const Slice& assignment);

}  // namespace dogear::simulation
