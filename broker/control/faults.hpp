// A fault rule in control answers.
#pragma once
#include <boost/json/object.hpp>

#include "broker/broker.hpp"

namespace dogear::broker::control {

// REQUIRES: there is a rule of this id.
boost::json::object told_fault(const Broker& broker, FaultId id);

}  // namespace dogear::broker::control
