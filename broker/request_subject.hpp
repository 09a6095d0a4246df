// What a request is about, as rules match it: groups, topics, partitions, whatever the API calls
// them.
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
    std::optional<PartitionIndex> partition;  // nothing where a request names only topics
  };
  std::vector<std::string> groups;
  std::string member;  // the member id that it speaks for; "" for none
  std::vector<Row> rows;
};

// Topic ids are told by their names, and a Fetch is about all that its session remembers.
RequestSubject subject_of(const Cluster& cluster, const Call& call, const Slice& body);

}  // namespace dogear::broker
