// What fault rules can match in a request: its groups, topics and partitions, whatever the API
// calls them.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "base/slice.hpp"
#include "broker/call.hpp"

namespace dogear::broker {

struct Cluster;

struct RequestSubject {
  struct Row {
    std::string topic;
    std::optional<PartitionIndex> partition;  // nothing when the request names only topics
  };
  std::vector<std::string> groups;
  std::string member;  // the member id in the request; "" for none
  std::vector<Row> rows;
};

// Topic ids are resolved to names, and a Fetch includes all partitions of its session.
RequestSubject subject_of(const Cluster& cluster, const Call& call, const Slice& body);

}  // namespace dogear::broker
