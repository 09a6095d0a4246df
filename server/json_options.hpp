// Options as JSON, for a cluster within the process of a test:
//
//   {"nodes":3, "clock":"manual", "seed":7, "topic":["orders:6", "prices:1"],
//    "brokerConfig":{"group.min.session.timeout.ms":0}, "asVersion":"4.0", "memoryLimit":"64M"}
//
// The names are those of the command line in camelCase.
#pragma once
#include <boost/json/object.hpp>

#include "server/options.hpp"

namespace dogear::server {

// Options that concern a process of its own (--config, --port-file, --exit-with-parent) are unknown
// here. Other defaults than the command line's: it listens on a free port of 127.0.0.1, has no
// control port, and logs nothing. Throws BadOption, whose `by` is the member that is wrong.
Options options_from_json(const boost::json::object& json, const Machine& machine);

}  // namespace dogear::server
