// Runs a broker until it is told to end.
#pragma once
#include "server/options.hpp"

namespace dogear::server {

// Listens, prints the ready line on standard output, and serves until SIGTERM or SIGINT. The exit
// status: 0, or 1 when a port or a file could not be had (said on standard error).
int serve(const Options& options);

}  // namespace dogear::server
