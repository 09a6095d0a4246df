// Runs a broker until a signal ends it.
#pragma once
#include "server/options.hpp"

namespace dogear::server {

// Listens, prints the ready line on standard output, and serves until SIGTERM or SIGINT. The exit
// status: 0; 1 if a port cannot be bound or a file cannot be written, or 2 if --init fails, after a
// message on standard error.
int serve(const Options& options);

}  // namespace dogear::server
