// The one line that a started broker prints on standard output, ever:
//   {"bootstrap":"127.0.0.1:41231","control":"http://127.0.0.1:41232","nodes":[…],"version":"…","pid":…}
#pragma once
#include <optional>
#include <string>

#include "broker/cluster.hpp"
#include "server/options.hpp"

namespace dogear::server {

// `control_port` is nothing when there is no control port; its key is then null.
std::string ready_line(const Options& options, const broker::Cluster& cluster,
                       std::optional<std::uint16_t> control_port);

// Written whole or not at all: beside the file first, then renamed over it.
// Throws std::runtime_error when it cannot be written.
void write_port_file(const std::string& path, const std::string& line);

}  // namespace dogear::server
