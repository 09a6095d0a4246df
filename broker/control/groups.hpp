// The verbs of groups, by the file that defines them; their table is in groups.cpp.
#pragma once
#include "broker/broker.hpp"
#include "broker/control/verb.hpp"

namespace dogear::broker::control {

// group_descriptions.cpp
Answer list_groups(Broker& broker, const boost::json::object& request);
Answer describe_group(Broker& broker, const boost::json::object& request);
// group_offsets.cpp
Answer committed_offsets(Broker& broker, const boost::json::object& request);
Answer set_offsets(Broker& broker, const boost::json::object& request);
// group_removal.cpp
Answer delete_offsets(Broker& broker, const boost::json::object& request);
Answer delete_group(Broker& broker, const boost::json::object& request);
// group_members.cpp
Answer expire_member(Broker& broker, const boost::json::object& request);
Answer rebalance(Broker& broker, const boost::json::object& request);

}  // namespace dogear::broker::control
