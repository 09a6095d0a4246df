// Deletes topics, for all who ask for it.
#pragma once
#include <string>

#include "base/time.hpp"
#include "broker/cluster.hpp"

namespace dogear::broker {

// Deletes its records and the offsets committed for it, and wakes the requests that wait for it.
// REQUIRES: it exists.
void delete_topic(Cluster& cluster, const std::string& name, BrokerTime now);

}  // namespace dogear::broker
