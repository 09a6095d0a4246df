// The one line that a started broker prints on standard output, ever:
//   {"bootstrap":"127.0.0.1:41231","control":"http://127.0.0.1:41232","nodes":[…],"version":"…","pid":…}
// A node is {"id":1,"address":"127.0.0.1:41231","listeners":{"PLAINTEXT":"127.0.0.1:41231"}}; its
// address is that of its first listener. All addresses are such as this machine reaches.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/options.hpp"

namespace dogear::server {

// The ports of each node's listeners, in their order. `control_port` is nothing when there is no
// control port; its key is then null.
std::string ready_line(const Options& options, const std::vector<std::uint16_t>& kafka_ports,
                       std::optional<std::uint16_t> control_port);

// Written whole or not at all: beside the file first, then renamed over it.
// Throws std::runtime_error when it cannot be written.
void write_port_file(const std::string& path, const std::string& line);

}  // namespace dogear::server
