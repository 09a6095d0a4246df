// The only line that a broker ever prints on standard output, as soon as clients can connect:
//   {"bootstrap":"127.0.0.1:41231","control":"http://127.0.0.1:41232","nodes":[…],"version":"…","pid":…}
// A node is {"id":1,"address":"127.0.0.1:41231","listeners":{"PLAINTEXT":"127.0.0.1:41231"}}; its
// address is that of its first listener. Programs on this machine can reach all these addresses.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/options.hpp"

namespace dogear::server {

// `kafka_ports` are those of each node's listeners, in their order. Without a control port, the
// member `control` is null.
std::string ready_line(const Options& options, const std::vector<std::uint16_t>& kafka_ports,
                       std::optional<std::uint16_t> control_port);

// Writes the file completely or not at all: into a file beside it, which is then renamed. Throws
// std::runtime_error if it cannot be written.
void write_port_file(const std::string& path, const std::string& line);

}  // namespace dogear::server
