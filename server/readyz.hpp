// `dogear readyz`: asks a running broker whether it is ready, for health checks and scripts.
#pragma once
#include <string>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "server/control_client.hpp"
#include "server/exit.hpp"
#include "server/option_sources.hpp"

namespace dogear::server {

struct ReadyzOptions {
  Millis wait{0};
  ControlAddress control;
};

// `args` are those after `readyz`.
std::variant<ReadyzOptions, Exit> parse_readyz(const std::vector<std::string>& args,
                                               const Environment& environment);

// The exit status: 0 if it is ready; 1 if not, after a message on standard error.
int readyz(const ReadyzOptions& options);

}  // namespace dogear::server
