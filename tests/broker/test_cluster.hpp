// The cluster that tests of the broker begin with.
#pragma once
#include <cstdint>
#include <vector>

#include "broker/cluster.hpp"

namespace dogear::broker {

// As `-c key=value …` and `--nodes`.
inline Cluster test_cluster(const std::vector<Setting>& settings, std::int32_t nodes) {
  Cluster cluster;
  cluster.config = parse_broker_config(settings, {.nodes = nodes}).value();
  cluster.id = "AAAAAAAAAAAAAAAAAAAAAA";
  for (NodeId id = 1; id <= nodes; ++id)
    cluster.nodes.push_back({id, {{"PLAINTEXT", "", static_cast<std::uint16_t>(9091 + id)}}});
  return cluster;
}

}  // namespace dogear::broker
