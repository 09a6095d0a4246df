// Deleting topics, however it was asked for.
#pragma once
#include <string>

#include "base/time.hpp"
#include "broker/cluster.hpp"

namespace dogear::broker {

// With all that hangs on it, at once: its records, the requests that wait for it, its committed
// offsets.
// REQUIRES: it exists.
void delete_topic(Cluster& cluster, const std::string& name, BrokerTime now);

}  // namespace dogear::broker
