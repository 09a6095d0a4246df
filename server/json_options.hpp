// Options as JSON, for those who start a cluster within their own process:
//   {"nodes":3, "clock":"manual", "seed":7, "topic":["orders:6",
//   "prices:1:cleanup.policy=compact"],
//    "brokerConfig":{"group.min.session.timeout.ms":0}, "asVersion":"4.0", "memoryLimit":"64M"}
// (on one line or many). The names are those of the command line, written as JSON's are.
#pragma once
#include <boost/json/object.hpp>

#include "server/options.hpp"

namespace dogear::server {

// All that the process itself is told (--config, --port-file, --exit-with-parent) is not known
// here. What is not given: it listens on a free port of 127.0.0.1, has no control port, and logs
// nothing. Throws BadOption; `by` of it is the member that is wrong.
Options options_from_json(const boost::json::object& json, const Machine& machine);

}  // namespace dogear::server
