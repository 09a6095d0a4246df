// The rows of a message in its JSON form, whatever the API calls its lists: topics, and partitions
// in them. Faults read them, take some of them out, and put other ones in.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include <boost/json/object.hpp>

#include "base/ids.hpp"

namespace dogear::broker {

struct Cluster;

// Tells whether a row is meant; `partition` is nothing for a topic without a list of partitions.
using RowPredicate =
    std::function<bool(const std::string& topic, std::optional<PartitionIndex> partition)>;

// Keeps the rows that are meant; a topic that loses all of its partitions goes, too. Tells whether
// any row is left.
bool keep_rows(boost::json::object& message, const Cluster& cluster, const RowPredicate& meant);
// Puts the rows of `other` in: in place of those that both have, behind the others else.
void merge_rows(boost::json::object& message, const boost::json::object& other);

}  // namespace dogear::broker
