// The rows of a message in its JSON form: topics and their partitions, whatever the API calls these
// lists. For faults, which find, remove and replace rows.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include <boost/json/object.hpp>

#include "base/ids.hpp"

namespace dogear::broker {

struct Cluster;

// Whether a row is meant. `partition` is nothing for a topic that has no list of partitions.
using RowPredicate =
    std::function<bool(const std::string& topic, std::optional<PartitionIndex> partition)>;

// Removes all other rows, and topics of which no partition is left. Returns whether any row is
// left.
bool keep_rows(boost::json::object& message, const Cluster& cluster, const RowPredicate& meant);
// Adds the rows of `other`, in place of those with the same topic and partition.
void merge_rows(boost::json::object& message, const boost::json::object& other);

}  // namespace dogear::broker
